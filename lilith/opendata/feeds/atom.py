"""Feeds in Atom: those that rooms offer, and that of the practices."""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from lilith.foundation.slots import Feed, FeedItem, feeds
from lilith.foundation.templatetags.structured import absolute
from lilith.practices.models import PracticePage

MOST = 30


def practice_items(most: int) -> list[FeedItem]:
    """The practices changed last, demonstration left out."""
    rows = PracticePage.objects.live().filter(is_demo=False, updated_on__isnull=False).order_by("-updated_on", "title")
    fields = ("title", "slug", "summary", "written_on", "updated_on")
    return [
        FeedItem(title, f"/pratiques/{slug}/", written or updated, summary=summary, updated=updated)
        for title, slug, summary, written, updated in rows.values_list(*fields)[:most]
    ]


PRACTICES = Feed(
    name="pratiques",
    title="Pratiques",
    description="Les pratiques ajoutées ou changées.",
    url="/pratiques/",
    items=practice_items,
)


def all_feeds() -> dict[str, Feed]:
    """Name → feed."""
    return {**feeds(), PRACTICES.name: PRACTICES}


def midnight(day: date) -> datetime:
    """The first moment of a day in Paris."""
    return timezone.make_aware(datetime.combine(day, time.min))


def render(feed: Feed) -> str:
    """A feed as an Atom document."""
    document = Atom1Feed(
        title=f"lilith : {feed.title}",
        link=absolute(feed.url),
        description=feed.description,
        subtitle=feed.description,
        language="fr",
        author_name=settings.WAGTAIL_SITE_NAME,
        feed_url=absolute(f"/feeds/{feed.name}.xml"),
        feed_guid=absolute(f"/feeds/{feed.name}.xml"),
    )
    for item in feed.items(MOST):
        dated = f"{item.day_label[:1].upper()}{item.day_label[1:]}. " if item.day_label else ""
        document.add_item(
            title=item.title,
            link=absolute(item.url),
            unique_id=absolute(item.url),
            description=dated + item.summary,
            pubdate=midnight(item.day),
            updateddate=midnight(item.updated or item.day),
        )
    return document.writeString("utf-8")
