"""The dossier of evidence of a practice, as its readers find it: in short on its page, in full on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import F

from lilith.evidence.enums import FranceEvidence
from lilith.evidence.models import Dossier
from lilith.evidence.selectors import (
    DossierSummary,
    DossierView,
    RightsCell,
    dossier_summary,
    dossier_view,
    rights_profile,
    rights_profiles,
)
from lilith.evidence.selectors.appraisals import public_record, queue_place
from lilith.foundation.selectors import sort_key
from lilith.foundation.slots import Place
from lilith.practices.enums import StatusBasis
from lilith.practices.models import KnownSite, PracticePage, ThemePage
from lilith.practices.selectors.signals import france_signal, rights_word

METHOD = "/evaluations/methode/"
QUEUE = "/evaluations/"
# What an appraisal takes, in its order; a dossier that has the first ones does not say them again.
NEEDS_OUTCOMES = "choisir les résultats qui comptent le plus pour les personnes"
NEEDS_SEARCH = "chercher les études et écrire comment"
NEEDS_READERS = "faire juger chaque résultat par deux lecteurs, chacun de son côté"
NEEDS_VOICES = "avoir un avis scientifique, un avis de personnes concernées et une lecture par des proches"


@dataclass(frozen=True)
class Sign:
    """One of the three things that are never added up: evidence of origin, evidence in France, presence in France."""

    title: str
    word: str
    detail: str


@dataclass(frozen=True)
class RightLine:
    """One right with what both voices say of it, in a word."""

    cell: RightsCell
    word: str


@dataclass(frozen=True)
class Evidence:
    """What the page of a practice says of its dossier. `summary` is None without a dossier; `needs`: what is missing for an
    appraisal, empty once there is one."""

    summary: DossierSummary | None
    signs: tuple[Sign, ...]
    rights: tuple[RightsCell, ...]
    needs: tuple[str, ...]
    url: str

    @property
    def right_lines(self) -> tuple[RightLine, ...]:
        """The five rights once something was signed by both voices; empty before."""
        return right_lines(self.rights)


def public_dossier(practice: PracticePage) -> Dossier | None:
    """The dossier that the public may read with a practice; None when it is not online, or one of the two is a demonstration."""
    dossier = cast("Dossier | None", practice.dossier)
    return dossier if dossier is not None and dossier.live and dossier.is_demo == practice.is_demo else None


def proofs_url(slug: str) -> str:
    """The address of the whole dossier of a practice."""
    return f"/pratiques/{slug}/preuves/"


def rights_by_practice(*, practices: Iterable[PracticePage]) -> dict[int, tuple[RightsCell, ...]]:
    """Key of a practice → its five rights, where something was signed. One query; none when no practice has a dossier."""
    keys = {practice.dossier_id: practice.pk for practice in practices if practice.dossier_id}
    if not keys:
        return {}
    public = Dossier.objects.filter(pk__in=keys, live=True, is_demo=F("practice__is_demo"))
    return {keys[dossier]: cells for dossier, cells in rights_profiles(dossiers=public.values("pk")).items()}


def right_lines(rights: Sequence[RightsCell]) -> tuple[RightLine, ...]:
    return tuple(RightLine(cell, rights_word(cell)) for cell in rights) if any(cell.signed for cell in rights) else ()


def evidence_of(*, practice: PracticePage, sites: Sequence[KnownSite]) -> Evidence:
    """What level 3 and the rights say. Two queries with a dossier, three when it was appraised, none without."""
    dossier = public_dossier(practice)
    if dossier is None:
        return Evidence(None, signs_of(practice, None, sites), (), needs_of(None), "")
    # The status follows the rating, in the transaction that publishes or withdraws it.
    summary = dossier_summary(dossier=dossier, is_rated=practice.status_basis == StatusBasis.APPRAISAL)
    return Evidence(
        summary=summary,
        signs=signs_of(practice, summary, sites),
        rights=rights_profile(dossier=dossier),
        needs=() if summary.rating else needs_of(dossier),
        url=proofs_url(practice.slug),
    )


def signs_of(
    practice: PracticePage, known: DossierSummary | DossierView | None, sites: Sequence[KnownSite]
) -> tuple[Sign, ...]:
    """Evidence of origin, evidence in France, presence in France: three facts in words."""
    presence = france_signal(sites, practice.state_date)
    dossier = known.dossier if known else None
    origin = f"certitude {known.certainty.label}" if known and known.rating else "pas encore jugées"
    france = FranceEvidence(dossier.france_evidence if dossier else FranceEvidence.UNKNOWN)
    return (
        Sign("Preuves d’origine", origin, dossier.origin_note if dossier else ""),
        Sign("Preuves en France", str(france.label), dossier.france_note if dossier else ""),
        Sign("Présence en France", presence.word, presence.detail),
    )


def needs_of(dossier: Dossier | None) -> tuple[str, ...]:
    """What an appraisal would still take."""
    search = () if dossier and dossier.searched_on else (NEEDS_SEARCH,)
    return (NEEDS_OUTCOMES, *search, NEEDS_READERS, NEEDS_VOICES)


def proofs_context(*, practice: PracticePage, dossier: Dossier, theme: ThemePage | None) -> dict[str, Any]:
    """Everything that the page of the whole dossier shows."""
    view = dossier_view(dossier=dossier)
    sites = list(practice.known_sites.order_by("sort_order"))
    record = public_record(dossier=dossier)
    previous, following = _neighbours(practice)
    steps = [("Accueil", "/")]
    if theme is not None:
        steps += [("Parcours de vie" if theme.tint == "vie" else "Parcours de soins", f"/{theme.pathway_code}/")]
        steps += [(theme.title, f"/{theme.pathway_code}/{theme.slug}/")]
    else:
        steps += [("Toutes les pratiques", "/pratiques/")]
    steps.append((practice.display_name, f"/pratiques/{practice.slug}/"))
    title = f"{practice.display_name}\u00a0: les preuves"
    return {
        "practice": practice,
        "view": view,
        "signs": signs_of(practice, view, sites),
        "right_lines": right_lines(view.rights),
        "record": view.dossier,
        "appraisal": record,
        "waiting": None if record else queue_place(dossier=dossier),
        "needs": () if view.rating else needs_of(dossier),
        "question": [
            ("Pour qui", view.dossier.population),
            ("Ce qui est proposé", view.dossier.intervention),
            ("Comparé à quoi", view.dossier.comparator),
        ],
        "method_url": METHOD,
        "queue_url": QUEUE,
        "theme": theme,
        "tint": theme.tint if theme else "",
        "nav_section": theme.tint if theme else "",
        "steps": steps,
        "heading": title,
        "meta_title": title,
        "meta_description": f"{practice.display_name}\u00a0: les études, résultat par résultat, et qui les a jugées.",
        "updated_on": view.dossier.updated_on,
        "previous_page": previous,
        "next_page": following,
    }


def _neighbours(practice: PracticePage) -> tuple[Place | None, Place | None]:
    """The dossiers before and after this one, by name of the practice. One query."""
    rows = PracticePage.objects.live().public().filter(dossier__live=True, dossier__is_demo=F("is_demo")).order_by()
    order = sorted(rows.values_list("title", "slug"), key=lambda row: (sort_key(row[0]), row[1]))
    place = next((index for index, row in enumerate(order) if row[1] == practice.slug), None)
    if place is None:
        return None, None

    def at(index: int) -> Place | None:
        return Place(order[index][0], proofs_url(order[index][1])) if 0 <= index < len(order) else None

    return at(place - 1), at(place + 1)
