"""A practice as the API tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from wagtail.rich_text import expand_db_html

from lilith.evidence.selectors import DossierView
from lilith.foundation.fields import lines_of
from lilith.foundation.selectors import text_of
from lilith.library.models import Publication
from lilith.opendata.api import dossiers, schemas
from lilith.practices.models import KnownSite, PracticePage, PracticeTheme, RelatedPractice, Replacement
from lilith.practices.models.practice import LEVEL_TITLES, LEVELS


def public_practices() -> QuerySet[PracticePage]:
    """Live practices but those of the demonstration, with everything that their answer holds. A dozen queries a page, twenty with dossiers."""
    return (
        PracticePage.objects.live()
        .filter(is_demo=False)
        .select_related("dossier")
        .prefetch_related(
            Prefetch("theme_links", PracticeTheme.objects.select_related("theme").order_by("sort_order")),
            Prefetch("known_sites", KnownSite.objects.order_by("sort_order")),
            Prefetch("publications", Publication.objects.filter(live=True, is_demo=False).order_by("-year", "title", "slug")),
            Prefetch(
                "related_links",
                RelatedPractice.objects.filter(other__live=True, other__is_demo=False)
                .select_related("other")
                .order_by("sort_order"),
            ),
            Prefetch("replacements", Replacement.objects.filter(what__live=True).select_related("what").order_by("sort_order")),
            "audiences",
            "organisations",
            "roadmap_actions",
            "ptsm_priorities",
            "missions",
        )
        .order_by("slug")
    )


def told_all(practices: Sequence[PracticePage]) -> list[schemas.Practice]:
    """Everything public about each practice."""
    views = dossiers.views_of(practices)
    return [_told(practice, views.get(practice.pk)) for practice in practices]


def _told(practice: PracticePage, view: DossierView | None) -> schemas.Practice:
    return schemas.Practice(
        id=practice.slug,
        uuid=str(practice.uuid),
        url=f"/pratiques/{practice.slug}/",
        version=practice.version,
        names=schemas.Names(
            main=practice.title, short=practice.short_name, acronym=practice.acronym, others=lines_of(practice.other_names)
        ),
        kind=_coded(practice, "kind"),
        summary=practice.summary,
        keywords=lines_of(practice.keywords),
        audiences=[schemas.Coded(code=one.slug, label=one.name) for one in practice.audiences.all()],
        audience_details=lines_of(practice.audience_details),
        themes=[_theme(link) for link in practice.theme_links.all()],
        status=schemas.Status(code=practice.status, label=practice.get_status_display(), basis=practice.status_basis),
        levels=[_level(practice, number) for number in LEVELS],
        evidence=schemas.EvidenceProfile(
            documents_level=_coded(practice, "documents_level"),
            why=practice.documents_level_why,
            note=practice.documents_level_note,
            studies=[_study(block.value) for block in practice.evidence],
            **dossiers.evidence(view),
        ),
        rights=schemas.RightsProfile(
            **dossiers.rights(view),
            may_replace=[
                schemas.Replacement(id=one.what.slug, title=one.what.title, why=one.why) for one in practice.replacements.all()
            ],
        ),
        publications=[_publication(one) for one in practice.publications.all()],
        sites=[_site(site) for site in practice.known_sites.all()],
        teams=_teams(practice),
        organisations=[schemas.Organisation(id=one.slug, name=one.name) for one in practice.organisations.all() if one.live],
        related=[
            schemas.Related(id=one.other.slug, title=one.other.title, link=_coded(one, "kind"), why=one.why)
            for one in practice.related_links.all()
        ],
        roadmap_actions=[schemas.Coded(code=one.number, label=one.title) for one in practice.roadmap_actions.all() if one.live],
        ptsm_priorities=[schemas.Coded(code=str(one.number), label=one.name) for one in practice.ptsm_priorities.all()],
        missions=[schemas.Coded(code=str(one.number), label=one.name) for one in practice.missions.all()],
        to_check=[*lines_of(practice.ambiguities), *lines_of(practice.missing)],
        dates=schemas.Dates(written=practice.written_on, updated=practice.updated_on, next_review=practice.next_review_on),
        sources=_sources(practice),
    )


def _coded(record: Any, name: str) -> schemas.Coded:
    return schemas.Coded(code=getattr(record, name), label=getattr(record, f"get_{name}_display")())


def _theme(link: PracticeTheme) -> schemas.Theme:
    theme = link.theme
    return schemas.Theme(
        id=theme.slug, title=theme.title, pathway=theme.pathway_code, url=f"/{theme.pathway_code}/{theme.slug}/"
    )


def _level(practice: PracticePage, number: int) -> schemas.Level:
    sections = []
    for name, title in LEVELS[number]:
        html = getattr(practice, name)
        if html.strip():
            sections.append(schemas.Section(id=name, title=title, text=text_of(html), html=expand_db_html(html)))
    return schemas.Level(level=number, title=LEVEL_TITLES[number], sections=sections)


def _study(value: Any) -> schemas.Study:
    names = ("design", "place", "period", "size", "result", "note")
    return schemas.Study(**{name: value.get(name) or "" for name in names})


def _publication(one: Publication) -> schemas.Publication:
    return schemas.Publication(
        id=one.slug, title=one.title, type=one.type, year=one.year, authors=one.author_list, doi=one.doi,
        url=one.get_absolute_url(),
    )  # fmt: skip


def _site(site: KnownSite) -> schemas.Site:
    return schemas.Site(
        place=site.place,
        scope=site.scope,
        departement=site.departement_id,
        region=site.region_id,
        country=site.country,
        state=_coded(site, "state"),
        since=site.since,
        note=site.note,
    )


def _teams(practice: PracticePage) -> list[schemas.Team]:
    if not practice.support_team:
        return []
    return [schemas.Team(name=practice.support_team, state=_coded(practice, "support_team_state"))]


def _sources(practice: PracticePage) -> list[schemas.Source]:
    pairs = [line.partition(" : ") for line in lines_of(practice.sources.replace("\u00a0:", " :"))]
    return [schemas.Source(document=code.strip(), near=near.strip()) for code, _, near in pairs if code.strip()]
