"""Practices, themes, pathways and what is to be reduced, as search documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects

from lilith.foundation.fields import lines_of
from lilith.foundation.selectors import text_of
from lilith.foundation.slots import SearchDocument, SearchSource
from lilith.practices.enums import SiteScope, SiteState
from lilith.practices.models import KnownSite, PathwayPage, PracticePage, ThemePage, ToReducePage
from lilith.practices.models.practice import LEVELS
from lilith.practices.selectors.facets import WHOLE_FRANCE

Facets = dict[str, tuple[str, ...]]
_RELATED = (
    "theme_links__theme", "audiences", "ptsm_priorities", "roadmap_actions", "organisations",
    "known_sites__departement__region", "known_sites__region",
)  # fmt: skip


def _is_public(page: Any) -> bool:
    return page.live and not page.is_demo


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _sections(practice: PracticePage, *levels: int) -> list[str]:
    return [text_of(getattr(practice, name)) for level in levels for name, _title in LEVELS[level]]


def _regions(sites: Iterable[KnownSite]) -> Iterator[str]:
    for site in sites:
        if site.state == SiteState.STOPPED or site.scope == SiteScope.ABROAD:
            continue
        if site.scope == SiteScope.FRANCE:
            yield WHOLE_FRANCE
        elif site.departement is not None:
            yield site.departement.region.slug
        elif site.region is not None:
            yield site.region.slug


def _site_words(site: KnownSite) -> str:
    departement = str(site.departement) if site.departement else ""
    region = site.departement.region.name if site.departement else site.region.name if site.region else ""
    return ", ".join(_unique([site.place, departement, region, site.country, site.note]))


def facets_of(practice: PracticePage) -> Facets:
    """The values of the facets of `/pratiques/`, by the same keys and codes."""
    return {
        "theme": _unique(link.theme.slug for link in practice.theme_links.all()),
        "audience": _unique(audience.slug for audience in practice.audiences.all()),
        "kind": (practice.kind,),
        "status": (practice.status,),
        "region": _unique(_regions(practice.known_sites.all())),
        "priority": _unique(str(priority.number) for priority in practice.ptsm_priorities.all()),
        "action": _unique(action.number for action in practice.roadmap_actions.all() if action.live),
    }


def practice_documents(practices: Iterable[PracticePage]) -> Iterator[SearchDocument]:
    """One document a live practice; two hundred at a time share the queries of their relations."""
    batch: list[PracticePage] = []
    for practice in practices:
        if _is_public(practice):
            batch.append(practice)
        if len(batch) == 200:
            yield from _practice_batch(batch)
            batch = []
    yield from _practice_batch(batch)


def _practice_batch(practices: list[PracticePage]) -> Iterator[SearchDocument]:
    prefetch_related_objects(practices, *_RELATED)
    for practice in practices:
        themes = [link.theme for link in practice.theme_links.all()]
        sites = list(practice.known_sites.all())
        actions = [action for action in practice.roadmap_actions.all() if action.live]
        yield SearchDocument(
            kind="practice",
            key=practice.slug,
            title=practice.title,
            url=f"/pratiques/{practice.slug}/",
            names=_unique([practice.acronym, practice.short_name, *lines_of(practice.other_names)]),
            keywords=_unique([*lines_of(practice.keywords), *(theme.short_title for theme in themes)]),
            lead=practice.summary,
            body="\n".join(
                _unique(
                    [
                        *_sections(practice, 1, 2, 3, 4, 5),
                        *(_site_words(site) for site in sites),
                        practice.support_team,
                        *(organisation.name for organisation in practice.organisations.all()),
                        *(theme.title for theme in themes),
                        *(f"Action {action.number} : {action.title}" for action in actions),
                        *lines_of(practice.audience_details),
                    ]
                )
            ),
            facets=facets_of(practice),
        )


def theme_documents(themes: Iterable[ThemePage]) -> Iterator[SearchDocument]:
    for theme in themes:
        if _is_public(theme):
            yield SearchDocument(
                kind="theme",
                key=theme.slug,
                title=theme.title,
                url=f"/{theme.pathway_code}/{theme.slug}/",
                names=_unique([theme.short_title, *lines_of(theme.synonyms)]),
                lead=theme.summary,
                body=text_of(theme.body),
                facets={"theme": (theme.slug,)},
            )


def pathway_documents(pathways: Iterable[PathwayPage]) -> Iterator[SearchDocument]:
    for pathway in pathways:
        if _is_public(pathway):
            yield SearchDocument(
                kind="page",
                key=pathway.slug,
                title=pathway.title,
                url=f"/{pathway.slug}/",
                lead=pathway.summary,
                body=text_of(pathway.body),
            )


def to_reduce_documents(pages: Iterable[ToReducePage]) -> Iterator[SearchDocument]:
    for page in pages:
        if _is_public(page):
            yield SearchDocument(
                kind="page",
                key=page.slug,
                title=page.title,
                url=f"/a-reduire/{page.slug}/",
                lead=page.summary,
                body=text_of(page.body),
            )


def _source(model: type, kind: str, documents: Any) -> SearchSource:
    return SearchSource(
        model=model,
        documents=documents,
        records=lambda: model.objects.order_by("pk").iterator(chunk_size=200),  # type: ignore[attr-defined]
        identity=lambda page: (kind, page.slug),
    )


SOURCES = (
    _source(PracticePage, "practice", practice_documents),
    _source(ThemePage, "theme", theme_documents),
    _source(PathwayPage, "page", pathway_documents),
    _source(ToReducePage, "page", to_reduce_documents),
)
