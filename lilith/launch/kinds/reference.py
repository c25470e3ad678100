"""Organisations, publications, glossary, links and videos."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from lilith.accounts.models import Organisation
from lilith.launch import schemas
from lilith.launch.columns import Column, Day, ForeignKey, Lines, ManyToMany, Prose
from lilith.launch.files import ContentFile
from lilith.launch.kinds.base import DATES, Kind
from lilith.library.models import Link, Publication, Term, Video
from lilith.territories.models import Departement, Region

IDENTIFIERS = ("doi", "pmid", "hal_id", "isbn", "issn")


def _contact(file: ContentFile) -> None:
    contact = file.header.get("contact") or {}
    for key, attr in (("adresse", "postal_address"), ("telephone", "telephone"), ("courriel", "email")):
        file.header[attr] = contact.get(key)


def _organisation_header(header: dict[str, Any], organisation: Any) -> None:
    pairs = (("adresse", "postal_address"), ("telephone", "telephone"), ("courriel", "email"))
    contact = {key: header.pop(attr) for key, attr in pairs if attr in header}
    if contact:
        header["contact"] = contact


def _identifiers(file: ContentFile) -> Iterator[tuple[tuple[str], str]]:
    """A file writes an identifier as the site keeps it: else the record would seem changed at once."""
    publication = Publication()
    for name in (*IDENTIFIERS, "reviewed_by_role"):
        setattr(publication, name, str(file.header.get(name) or ""))
    publication.reviewed_on = file.header.get("reviewed_on")
    try:
        publication.clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield from (((name,), f"{name} : {message}") for message in messages)
    for name in IDENTIFIERS:
        if str(file.header.get(name) or "") != getattr(publication, name):
            yield (name,), f"{name} : s’écrit {getattr(publication, name)}"


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
                "issue",
                "pages",
                *IDENTIFIERS,
                "url",
                "language",
                "access",
                "full_text_url",
                "plain_summary",
                "abstract",
                "source_code",
                "study_design",
                "question",
                "place",
                "period",
                "size",
                "country",
                "population",
                "result",
                "funder",
                "state",
                "reviewed_by_role",
            )
        ),
        Column("year", default=None),
        Column("participants", default=None),
        Day("reviewed_on"),
        Lines("authors"),
        Lines("missing"),
        *DATES,
    ),
    check=_identifiers,
    added=frozenset(
        {
            *("issue", "pmid", "hal_id", "isbn", "issn", "full_text_url", "abstract", "participants", "country", "population"),
            *("reviewed_by_role", "reviewed_on"),
        }
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
