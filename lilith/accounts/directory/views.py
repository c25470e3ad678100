"""Pages of the directory."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from lilith.accounts.directory import selectors
from lilith.accounts.models import Organisation
from lilith.foundation.page_cache import varies_on
from lilith.foundation.selectors import page_of, page_words, shown_letter, text_of
from lilith.foundation.slots import Place
from lilith.foundation.templatetags.structured import absolute

HOME = ("Accueil", "/")
DIRECTORY = ("Organismes", selectors.DIRECTORY)


@varies_on()
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: what it does, where, how to reach it, and what the site says of it."""
    today = timezone.localdate()
    record = get_object_or_404(selectors.live_organisations(), slug=slug)
    previous, following = selectors.neighbours(organisation=record, today=today)
    role = text_of(record.role).replace("\n", " ")
    return render(
        request,
        "accounts/directory/organisation.html",
        {
            "organisation": record,
            "meta_title": f"{record.name} (organisme)",
            "meta_description": role[:300] or f"{record.type_label.capitalize()} cité par lilith.",
            "updated_on": record.updated_on,
            "steps": [HOME, DIRECTORY],
            "family": next((group for group in selectors.families(today=today) if group.slug == record.kind), None),
            "place": selectors.place_words(organisation=record),
            "stale": record.is_contact_stale(today),
            "email_words": _spoken(record.email),
            "telephone_link": "".join(character for character in record.telephone if character.isdigit() or character == "+"),
            "previous_page": previous,
            "next_page": following,
            "structured": _data(record, role, stale=record.is_contact_stale(today)),
        },
    )


def _spoken(email: str) -> str:
    """« accueil arobase exemple point fr »: for people, not for the robots that gather addresses."""
    name, _, domain = email.partition("@")
    return f"{name} arobase {domain}" if domain else ""


def _data(record: Organisation, role: str, *, stale: bool) -> dict[str, object]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": "" if stale else record.postal_address,
        "addressLocality": record.city,
        "addressRegion": record.region.name if record.region else "",
        "addressCountry": record.country or ("FR" if record.region else ""),
    }
    known = {key: value for key, value in address.items() if value}
    data = {
        "@type": "Organization",
        "name": record.name,
        "alternateName": record.short_name if record.short_name != record.name else "",
        "description": role,
        "url": record.url or absolute(record.get_absolute_url()),
        "telephone": "" if stale else record.telephone,
        "address": known if len(known) > 1 and not record.location_inferred else "",
        "mainEntityOfPage": absolute(record.get_absolute_url()),
    }
    return {key: value for key, value in data.items() if value}


@varies_on()
def letter(request: HttpRequest, letter: str, number: int = 1) -> HttpResponse:
    """The organisations under one letter."""
    today = timezone.localdate()
    links = selectors.letters(today=today)
    firsts = [link for link in links if link.number == 1]
    shown = shown_letter(letter)
    if shown not in [link.letter for link in firsts]:
        raise Http404
    place = [link.letter for link in firsts].index(shown)
    neighbours = [firsts[index] if 0 <= index < len(firsts) else None for index in (place - 1, place + 1)]
    return _list_page(
        request,
        keys=selectors.keys_of_letter(letter=letter, today=today),
        number=number,
        title=f"Organismes, lettre {shown}",
        current=f"Lettre {shown}",
        base=f"{selectors.DIRECTORY}lettre-{letter}/",
        extra={
            "letters": links,
            "letter": shown,
            "previous_page": Place(f"Lettre {neighbours[0].letter}", neighbours[0].url) if neighbours[0] else None,
            "next_page": Place(f"Lettre {neighbours[1].letter}", neighbours[1].url) if neighbours[1] else None,
            "previous_label": "Lettre précédente",
            "next_label": "Lettre suivante",
        },
    )


@varies_on()
def family(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """The organisations of one family."""
    return _group_page(
        request,
        groups=selectors.families(today=timezone.localdate()),
        slug=slug,
        number=number,
        field="kind",
        noun="famille",
        of="",
    )


@varies_on()
def region(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """The organisations of one region."""
    groups = selectors.regions(today=timezone.localdate())
    return _group_page(
        request, groups=groups, slug=slug, number=number, field="region__slug", noun="région", of="Organismes : "
    )


def _group_page(
    request: HttpRequest, *, groups: list[selectors.Group], slug: str, number: int, field: str, noun: str, of: str
) -> HttpResponse:
    group = next((known for known in groups if known.slug == slug), None)
    if group is None:
        raise Http404
    place = groups.index(group)
    neighbours = [groups[index] if 0 <= index < len(groups) else None for index in (place - 1, place + 1)]
    return _list_page(
        request,
        keys=selectors.in_order(selectors.listed_organisations(today=timezone.localdate()).filter(**{field: group.slug})),
        number=number,
        title=f"{of}{group.name}",
        current=group.name,
        base=group.url,
        extra={
            "groups": groups,
            "group": group,
            "previous_page": neighbours[0] and Place(neighbours[0].name, neighbours[0].url),
            "next_page": neighbours[1] and Place(neighbours[1].name, neighbours[1].url),
            "previous_label": f"{noun.capitalize()} précédente",
            "next_label": f"{noun.capitalize()} suivante",
        },
    )


def _list_page(
    request: HttpRequest, *, keys: list[int], number: int, title: str, current: str, base: str, extra: dict[str, object]
) -> HttpResponse:
    page = page_of(keys, number=number)
    rows = selectors.rows_of(keys=list(page))
    updated = max((row.updated_on for row in rows if row.updated_on), default=None)
    return render(
        request,
        "accounts/directory/organisations.html",
        {
            "organisations": rows,
            "page_obj": page,
            "heading": title,
            "meta_title": title + page_words(number=number),
            "meta_description": f"{title} : {', '.join(row.short_name or row.name for row in rows)[:220]}.",
            "updated_on": updated,
            "foot": {"updated_on": updated},
            "steps": [HOME, DIRECTORY],
            "current": current + page_words(number=number),
            "base": base,
            **extra,
        },
    )
