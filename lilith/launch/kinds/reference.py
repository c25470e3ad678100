"""Organisations, publications, glossary, links and videos."""

from __future__ import annotations

from typing import Any

from lilith.accounts.models import Organisation
from lilith.launch import schemas
from lilith.launch.columns import Column, ForeignKey, Lines, ManyToMany, Prose
from lilith.launch.files import ContentFile
from lilith.launch.kinds.base import DATES, Kind
from lilith.library.models import Link, Publication, Term, Video
from lilith.territories.models import Departement, Region


def _contact(file: ContentFile) -> None:
    contact = file.header.get("contact") or {}
    for key, attr in (("adresse", "postal_address"), ("telephone", "telephone"), ("courriel", "email")):
        file.header[attr] = contact.get(key)


def _organisation_header(header: dict[str, Any], organisation: Any) -> None:
    pairs = (("adresse", "postal_address"), ("telephone", "telephone"), ("courriel", "email"))
    contact = {key: header.pop(attr) for key, attr in pairs if attr in header}
    if contact:
        header["contact"] = contact


ORGANISATION = Kind(
    "organisations",
    "organisme",
    Organisation,
    schemas.OrganisationHeader,
    (
        Column("name"),
        Column("short_name"),
        Column("kind"),
        Column("type_label"),
        Column("city"),
        Column("country"),
        Column("location_inferred", default=False),
        Column("gcs_member", default=False),
        Column("url"),
        Column("postal_address"),
        Column("telephone"),
        Column("email"),
        Prose("role"),
        ForeignKey("departement", model=lambda: Departement),
        ForeignKey("region", model=lambda: Region),
        *DATES,
    ),
    prepare=_contact,
    unprepare=_organisation_header,
)
PUBLICATION = Kind(
    "publications",
    "publication",
    Publication,
    schemas.PublicationHeader,
    (
        *(
            Column(name)
            for name in (
                "title",
                "note",
                "type",
                "publisher",
                "journal",
                "volume",
                "pages",
                "doi",
                "url",
                "language",
                "access",
                "plain_summary",
                "source_code",
                "study_design",
                "question",
                "place",
                "period",
                "size",
                "result",
                "funder",
                "state",
            )
        ),
        Column("year", default=None),
        Lines("authors"),
        Lines("missing"),
        *DATES,
    ),
)
TERM = Kind(
    "glossary",
    "terme",
    Term,
    schemas.TermHeader,
    (
        Column("term"),
        Column("expansion"),
        Column("category"),
        Column("lang"),
        Column("definition_basis"),
        Prose("definition"),
        Lines("synonyms"),
        ManyToMany("also", model=lambda: Term, by="slug", kind="glossary"),
        *DATES,
    ),
)
LINK = Kind(
    "links",
    "lien",
    Link,
    schemas.LinkHeader,
    (Column("label"), Column("type"), Column("url"), Column("check_status"), Column("summary"), Prose("what"), *DATES),
)
VIDEO = Kind(
    "videos",
    "vidéo",
    Video,
    schemas.VideoHeader,
    (Column("title"), Column("host"), Column("url"), Column("remote_id"), Column("content_note"), Prose("transcript"), *DATES),
)
