"""Questions to the directory of organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from lilith.accounts.enums import OrganisationKind
from lilith.accounts.models import Organisation
from lilith.foundation.selectors import LetterLink, letter_links, letter_of, sort_key
from lilith.territories.models import Region

DIRECTORY = "/organismes/"
FAMILY_ICONS = {
    OrganisationKind.CARE: "hand-heart",
    OrganisationKind.PUBLIC: "landmark",
    OrganisationKind.USERS: "users",
    OrganisationKind.ASSOCIATION: "handshake",
    OrganisationKind.RESOURCE: "life-buoy",
    OrganisationKind.RESEARCH: "graduation-cap",
    OrganisationKind.LOCAL: "map-pin",
    OrganisationKind.OTHER: "building-2",
}


@dataclass(frozen=True)
class Group:
    """A family or a region of the directory, its address and how many organisations it holds."""

    name: str
    slug: str
    url: str
    count: int
    icon: str = "map-pin"


def live_organisations() -> QuerySet[Organisation]:
    """Organisations that the public sees: each has its page."""
    return Organisation.objects.filter(live=True).select_related("departement", "region")


def stale_contacts(*, today: date) -> Q:
    """Organisations whose contact was to be checked before `today` and was not (`Organisation.is_contact_stale`)."""
    return Q(next_review_on__lt=today) & ~Q(telephone="", email="", postal_address="")


def listed_organisations(*, today: date) -> QuerySet[Organisation]:
    """Organisations that lists and results show: a contact that nobody checked in time stands on its own page only."""
    return Organisation.objects.filter(live=True).exclude(stale_contacts(today=today))


def in_order(organisations: QuerySet[Organisation]) -> list[int]:
    """Keys of organisations in the order of their names, accents aside: the database would put É after Z."""
    names = organisations.order_by().values_list("pk", "name")
    return [pk for pk, _ in sorted(names, key=lambda row: (sort_key(row[1]), row[0]))]


def letters(*, today: date) -> list[LetterLink]:
    """The pages of the directory by letter."""
    names = listed_organisations(today=today).order_by().values_list("name", flat=True)
    return letter_links(names, base=DIRECTORY, noun=("organisme", "organismes"))


def keys_of_letter(*, letter: str, today: date) -> list[int]:
    """Keys of the organisations whose name begins with a letter, in order."""
    names = listed_organisations(today=today).order_by().values_list("pk", "name")
    rows = [(sort_key(name), pk) for pk, name in names if letter_of(name) == letter]
    return [pk for _, pk in sorted(rows)]


def families(*, today: date) -> list[Group]:
    """The families that hold an organisation, in the order of `OrganisationKind`."""
    counts = dict(listed_organisations(today=today).order_by().values_list("kind").annotate(n=Count("pk")))
    return [
        Group(
            str(OrganisationKind(code).label),
            code,
            f"{DIRECTORY}famille-{code}/",
            counts[code],
            FAMILY_ICONS[OrganisationKind(code)],
        )
        for code in OrganisationKind.values
        if counts.get(code)
    ]


def regions(*, today: date) -> list[Group]:
    """The regions where an organisation is known, by name."""
    rows = (
        Region.objects.filter(organisation__in=listed_organisations(today=today))
        .annotate(n=Count("organisation", distinct=True))
        .order_by()
        .values_list("name", "slug", "n")
    )
    return [
        Group(name, slug, f"{DIRECTORY}region-{slug}/", count)
        for name, slug, count in sorted(rows, key=lambda row: sort_key(row[0]))
    ]


def without_region(*, today: date) -> int:
    """How many organisations have no known region: national bodies, or a place that documents do not give."""
    return listed_organisations(today=today).filter(region__isnull=True).count()


def rows_of(*, keys: list[int]) -> list[Organisation]:
    """The organisations of these keys, in that order."""
    found = live_organisations().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def neighbours(*, organisation: Organisation, today: date) -> tuple[Organisation | None, Organisation | None]:
    """The organisations before and after one in the order of names."""
    order = in_order(listed_organisations(today=today) | Organisation.objects.filter(pk=organisation.pk))
    place = order.index(organisation.pk)
    keys = [order[index] if 0 <= index < len(order) else None for index in (place - 1, place + 1)]
    found = Organisation.objects.only("slug", "name", "short_name").in_bulk([key for key in keys if key])
    return (found.get(keys[0]) if keys[0] else None), (found.get(keys[1]) if keys[1] else None)


def place_words(*, organisation: Organisation) -> str:
    """« Lille – Hellemmes, Nord, Hauts-de-France »; empty when nothing is known."""
    parts = [
        organisation.city,
        organisation.departement.name if organisation.departement else "",
        organisation.region.name if organisation.region else "",
        organisation.country,
    ]
    return ", ".join(dict.fromkeys(part for part in parts if part))
