"""How a publication is cited, for people and for machines. Pure functions of the record."""

from __future__ import annotations

import re
from typing import Any

from lilith.foundation.templatetags.structured import absolute
from lilith.library.enums import PublicationType
from lilith.library.models import Publication

MOST_AUTHORS = 6
AND_OTHERS = "et coll."
_OTHERS = re.compile(r"^et\s+(coll|al)\.?$", re.IGNORECASE)
_INITIALS = re.compile(r"^(?P<name>.+?)\s+(?P<initials>(?:[A-ZÀ-Þ]\.[\s-]?)+)$")

SCHEMA_TYPES = {
    PublicationType.ARTICLE: "ScholarlyArticle",
    PublicationType.STUDY: "ResearchProject",
    PublicationType.REPORT: "Report",
    PublicationType.BOOK: "Book",
    PublicationType.LAW: "Legislation",
}


def named_authors(publication: Publication) -> list[str]:
    """The authors without « et coll. »."""
    return [author for author in publication.author_list if not _OTHERS.match(author)]


def vancouver_author(author: str) -> str:
    """« Whiteford H.A. » → « Whiteford HA »; an organisation is left as it is."""
    match = _INITIALS.match(author)
    if not match:
        return author.rstrip(".")
    return f"{match['name']} {re.sub(r'[^A-ZÀ-Þ]', '', match['initials'])}"


def authors_of(publication: Publication) -> str:
    """The authors as a citation says them: six at the most, then « et coll. »; empty when none is known."""
    authors = named_authors(publication)
    shown = [vancouver_author(author) for author in authors[:MOST_AUTHORS]]
    others = len(authors) > MOST_AUTHORS or len(authors) < len(publication.author_list)
    if not shown:
        return ""
    return ", ".join(shown) + (f", {AND_OTHERS}" if others else ".")


def citation(publication: Publication) -> str:
    """One line in the manner of Vancouver: authors, title, journal or publisher, year, volume, pages, DOI.

    What is not known is left out, but the year: « sans date ».
    """
    year = str(publication.year) if publication.year else "sans date"
    parts = [authors_of(publication), f"{publication.title.rstrip('.')}."]
    if publication.journal:
        where = f"{publication.journal}. {year}"
        if publication.volume:
            where += f";{publication.volume}"
        if publication.pages:
            where += f":{publication.pages}"
        parts.append(where + ".")
    elif publication.publisher:
        parts.append(f"{publication.publisher}; {year}.")
    else:
        parts.append(f"{year[0].upper()}{year[1:]}.")
    if publication.doi:
        parts.append(f"doi:{publication.doi}")
    return " ".join(part for part in parts if part)


def pages_of(publication: Publication) -> tuple[str, str]:
    """First and last page, as « 359-366 » or « e26 » say them; empty when not known."""
    first, _, last = publication.pages.replace("–", "-").partition("-")
    return first.strip(), last.strip()


def highwire(publication: Publication) -> list[tuple[str, str]]:
    """(name, content) of the `citation_*` meta tags that reference managers read."""
    first, last = pages_of(publication)
    tags = [("citation_title", publication.title)]
    tags += [("citation_author", author) for author in named_authors(publication)]
    tags += [
        ("citation_publication_date", str(publication.year or "")),
        ("citation_journal_title", publication.journal),
        ("citation_volume", publication.volume.partition("(")[0]),
        ("citation_issue", publication.volume.partition("(")[2].rstrip(")")),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", publication.doi),
        ("citation_language", publication.language),
        ("citation_publisher", publication.publisher),
    ]
    return [(name, content) for name, content in tags if content]


def text_url(publication: Publication) -> str:
    """Where the text itself stands: its DOI, else the address that is known, else nothing."""
    return f"https://doi.org/{publication.doi}" if publication.doi else publication.url


def structured(publication: Publication) -> dict[str, Any]:
    """The publication as schema.org says it; what is not known is left out."""
    data: dict[str, Any] = {
        "@type": SCHEMA_TYPES.get(PublicationType(publication.type), "CreativeWork"),
        "name": publication.title,
        "url": absolute(publication.get_absolute_url()),
        "author": [{"@type": _author_type(author), "name": author} for author in named_authors(publication)],
        "datePublished": str(publication.year or ""),
        "inLanguage": publication.language,
        "abstract": publication.plain_summary,
        "sameAs": text_url(publication),
        "publisher": {"@type": "Organization", "name": publication.publisher} if publication.publisher else "",
    }
    if data["@type"] == "ScholarlyArticle":
        data["headline"] = publication.title
        data["isPartOf"] = {"@type": "Periodical", "name": publication.journal} if publication.journal else ""
        data["pagination"] = publication.pages
        data["identifier"] = f"doi:{publication.doi}" if publication.doi else ""
    if data["@type"] == "ResearchProject":
        data = {key: data[key] for key in ("@type", "name", "url")} | {"description": publication.plain_summary}
    return {key: value for key, value in data.items() if value}


def _author_type(author: str) -> str:
    return "Person" if _INITIALS.match(author) else "Organization"
