"""Every public address, for search engines: pages of the site, and the records that rooms registered."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.sitemaps import Sitemap
from wagtail.models import PageViewRestriction

from lilith.foundation.models import LilithPage
from lilith.foundation.slots import sitemaps

# Above this, the sitemap is an index of its sections.
MOST_IN_ONE_FILE = 20_000
PAGES_PER_FILE = 10_000


class PageSitemap(Sitemap):
    """Live pages that nobody has restricted, by their place in the tree."""

    limit = PAGES_PER_FILE

    def items(self) -> list[tuple[str, date | None]]:
        # One query for each type of page: `updated_on` is a column of each.
        models = [model for model in apps.get_models() if issubclass(model, LilithPage)]
        closed = list(PageViewRestriction.objects.values_list("page__path", flat=True))
        rows: list[tuple[str, str, date | None]] = []
        for model in models:
            found = model.objects.live().filter(is_demo=False)
            rows += found.values_list("path", "url_path", "updated_on")
        shown = [row for row in rows if not any(row[0].startswith(path) for path in closed)]
        return [
            ("/" + url_path.split("/", 2)[2], updated_on) for _, url_path, updated_on in sorted(shown, key=lambda row: row[0])
        ]

    def location(self, item: tuple[str, date | None]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, date | None]) -> date | None:
        return item[1]


class Canonical:
    """Addresses of the site as the settings name it, whatever the host that was asked."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.BASE_URL).netloc


def sections() -> dict[str, type[Sitemap] | Sitemap]:
    """Name → section, with canonical addresses."""
    classes = {"pages": PageSitemap, **sitemaps()}
    return {name: type(f"Canonical{cls.__name__}", (Canonical, cls), {})() for name, cls in classes.items()}


def is_long(found: dict[str, type[Sitemap] | Sitemap]) -> bool:
    """True when one file would hold too many addresses."""
    return sum(section.paginator.count for section in found.values() if isinstance(section, Sitemap)) > MOST_IN_ONE_FILE
