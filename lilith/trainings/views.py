"""Pages of the catalogue of trainings."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from lilith.foundation.fields import lines_of
from lilith.foundation.page_cache import varies_on
from lilith.foundation.selectors import page_of, page_words
from lilith.foundation.slots import Place
from lilith.foundation.templatetags.structured import absolute
from lilith.trainings import selectors
from lilith.trainings.models import Course

HOME = ("Accueil", "/")
CATALOGUE = ("Se former", selectors.CATALOGUE)


@varies_on()
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """One training, as the documents describe it at their date."""
    record = get_object_or_404(selectors.live_courses(), slug=slug)
    family = selectors.family_of(course_type=record.type)
    previous, following = selectors.neighbours(course=record)
    rows = [
        ("Qui l’organise", record.organiser),
        ("Avec", ", ".join(lines_of(record.partners))),
        ("Forme", record.format),
        ("Durée", record.duration),
        ("Lieu", record.place),
        ("Prix", "gratuit" if record.free else "payant" if record.free is False else ""),
    ]
    return render(
        request,
        "trainings/course.html",
        {
            "course": record,
            "meta_title": f"{record.title} (formation)",
            "meta_description": record.summary or f"{record.type.capitalize()} cité par lilith.",
            "updated_on": record.updated_on,
            "nav_section": "former",
            "steps": [HOME, CATALOGUE, (str(family.label), f"{selectors.CATALOGUE}type-{family.value}/")],
            "icon_name": selectors.family_icon(family=family),
            "rows": [(label, text) for label, text in rows if text],
            "dates": lines_of(record.dates),
            "dates_state": selectors.dates_state(dates=lines_of(record.dates), state=record.state, today=timezone.localdate()),
            "audience": lines_of(record.audience),
            "facts": lines_of(record.facts),
            "figures": lines_of(record.figures),
            "ambiguities": lines_of(record.ambiguities),
            "practices": record.practices.live().order_by("title").only("title", "short_name", "slug", "summary"),
            "previous_page": previous,
            "next_page": following,
            "structured": _data(record),
        },
    )


def _data(record: Course) -> dict[str, object]:
    data = {
        "@type": "Course",
        "name": record.title,
        "description": record.summary,
        "url": absolute(record.get_absolute_url()),
        "sameAs": record.url,
        "provider": {"@type": "Organization", "name": record.organiser},
        "isAccessibleForFree": record.free,
        "inLanguage": "fr",
    }
    return {key: value for key, value in data.items() if value not in ("", None)}


@varies_on()
def courses(request: HttpRequest, family: str = "", free_only: bool = False, number: int = 1) -> HttpResponse:
    """The next pages of the catalogue, one family of it, or what is free."""
    groups = selectors.groups()
    slug = selectors.FREE if free_only else family
    group = next((known for known in groups if known.slug == slug), None)
    if slug and group is None:
        raise Http404
    page = page_of(selectors.catalogue(family=family, free_only=free_only), number=number)
    title = f"Se former : {group.name.lower()}" if group else "Se former, toutes les formations"
    updated = max((row.updated_on for row in page if row.updated_on), default=None)
    place = groups.index(group) if group else -1
    return render(
        request,
        "trainings/courses.html",
        {
            "meta_title": title + page_words(number=number),
            "heading": title,
            "meta_description": f"{title}{page_words(number=number)} : les formations citées dans les documents de lilith.",
            "updated_on": updated,
            "foot": {"updated_on": updated},
            "nav_section": "former",
            "steps": [HOME, CATALOGUE],
            "current": (group.name if group else "Toutes") + page_words(number=number),
            "groups": groups,
            "group": group,
            "page_obj": page,
            "families": selectors.by_family(courses=page),
            "base": group.url if group else selectors.CATALOGUE,
            "previous_page": Place(groups[place - 1].name, groups[place - 1].url) if place > 0 else None,
            "next_page": Place(groups[place + 1].name, groups[place + 1].url) if 0 <= place < len(groups) - 1 else None,
        },
    )
