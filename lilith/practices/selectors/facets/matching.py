"""Which practices answer a choice, and how many each other choice would give."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce

from lilith.evidence.models import Dossier, Rating, RightsRating
from lilith.evidence.selectors import respected_rights
from lilith.foundation.fields import lines_of
from lilith.practices.enums import SiteScope, SiteState
from lilith.practices.models import (
    KnownSite,
    PracticePage,
    PracticeTheme,
)
from lilith.practices.selectors.facets.choices import WHOLE_FRANCE, Selection


def folded(text: str) -> str:
    """Lower case, without accents, ligatures opened: what two spellings of one name share."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def keys_named(text: str) -> list[int] | None:
    """Keys of the practices whose names hold every word of `text`; None when no name is asked."""
    words = folded(text).split()
    if not words:
        return None
    rows = PracticePage.objects.live().values_list("pk", "title", "short_name", "acronym", "other_names", "keywords")
    return [
        pk for pk, *names in rows if all(word in folded(" ".join(" ".join(lines_of(name)) for name in names)) for word in words)
    ]


def matching(selection: Selection, named: list[int] | None, but: str = "") -> QuerySet[PracticePage]:
    """Live practices that answer every facet except `but`."""
    practices = PracticePage.objects.live().order_by()
    if named is not None:
        practices = practices.filter(pk__in=named)
    for key, values in selection.values.items():
        if values and key != but:
            practices = practices.filter(_condition(key, values))
    return practices


def _condition(key: str, values: tuple[str, ...]) -> Q:
    if key == "kind":
        return Q(kind__in=values)
    if key == "status":
        return Q(status__in=values)
    if key == "certainty":
        return Q(dossier__in=_rated().filter(current__in=values).values("pk"))
    if key == "right":
        respected = respected_rights().filter(dimension__in=values).values("dossier")
        return Q(dossier__in=_public_dossiers().filter(pk__in=respected).values("pk"))
    if key == "theme":
        return Q(pk__in=PracticeTheme.objects.filter(theme__slug__in=values).order_by().values("practice"))
    if key == "region":
        return Q(pk__in=_sites_of_regions().filter(f_value__in=values).values("practice"))
    relation = {"audience": "audiences", "priority": "ptsm_priorities", "action": "roadmap_actions", "mission": "missions"}[key]
    lookup = {"audience": "audience", "priority": "ptsmpriority", "action": "roadmapaction__number", "mission": "caremission"}[
        key
    ]
    through = getattr(PracticePage, relation).through
    return Q(pk__in=through.objects.filter(**{f"{lookup}__in": values}).values("practicepage"))


def _public_dossiers() -> QuerySet[Dossier]:
    """Dossiers that the public reads with their practice."""
    return Dossier.objects.filter(live=True, is_demo=F("practice__is_demo")).order_by()


def _rated() -> Any:
    """The same with `current`, the certainty of their last published rating; without those not rated, or no more."""
    ratings = Rating.objects.filter(dossier=OuterRef("pk")).order_by("-recorded_at", "-pk")
    last = Case(When(withdrawn_at__isnull=True, then=F("certainty")), default=Value(""))
    return _public_dossiers().annotate(current=Subquery(ratings.values_list(last)[:1])).exclude(current="")


def _sites_of_regions() -> QuerySet[KnownSite]:
    """Known sites in France with `f_value`, the slug of their region or the code of the whole country; stopped ones left out."""
    return (
        KnownSite.objects.order_by()
        .exclude(state=SiteState.STOPPED)
        .exclude(scope=SiteScope.ABROAD)
        .annotate(
            f_value=Case(
                When(scope=SiteScope.FRANCE, then=Value(WHOLE_FRANCE)),
                default=Coalesce(F("departement__region__slug"), F("region__slug"), output_field=CharField()),
                output_field=CharField(),
            )
        )
        .filter(f_value__isnull=False)
    )


def counts_of(selection: Selection, named: list[int] | None) -> dict[str, dict[str, int]]:
    """Facet key → value → number of practices, each facet seen from the others. One query."""
    text = CharField()

    def practices(key: str) -> QuerySet[PracticePage]:
        return matching(selection, named, but=key)

    def counted(key: str, rows: QuerySet, value: Any, practice: str) -> QuerySet:
        return (
            rows.order_by()
            .annotate(g_key=Value(key, output_field=text), g_value=Cast(value, text))
            .values("g_key", "g_value")
            .annotate(n=Count(practice, distinct=True))
            .values_list("g_key", "g_value", "n")
        )

    def linked(key: str, relation: str, value: str) -> QuerySet:
        through = getattr(PracticePage, relation).through
        rows = through.objects.filter(practicepage__in=practices(key).values("pk"))
        return counted(key, rows, F(value), "practicepage")

    branches = [
        counted(
            "theme", PracticeTheme.objects.filter(practice__in=practices("theme").values("pk")), F("theme__slug"), "practice"
        ),
        counted("kind", practices("kind"), F("kind"), "pk"),
        counted("status", practices("status"), F("status"), "pk"),
        counted(
            "certainty",
            _rated().filter(practice__in=practices("certainty").values("pk")),
            F("current"),
            "practice",
        ),
        counted(
            "right",
            RightsRating.objects.filter(
                Exists(respected_rights().filter(dossier=OuterRef("dossier"), dimension=OuterRef("dimension"))),
                dossier__in=_public_dossiers().filter(practice__in=practices("right").values("pk")).values("pk"),
            ),
            F("dimension"),
            "dossier",
        ),
        counted("region", _sites_of_regions().filter(practice__in=practices("region").values("pk")), F("f_value"), "practice"),
        linked("audience", "audiences", "audience_id"),
        linked("priority", "ptsm_priorities", "ptsmpriority_id"),
        linked("action", "roadmap_actions", "roadmapaction__number"),
        linked("mission", "missions", "caremission_id"),
    ]
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, value, number in branches[0].union(*branches[1:], all=True):
        counts[key][value] = number
    return counts
