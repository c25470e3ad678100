"""What a page says of a publication to reference managers and search engines. Pure functions of the record.

The citations themselves come from a citation processor: `csl`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from lilith.foundation.fields import lines_of
from lilith.foundation.templatetags.structured import absolute
from lilith.library.enums import PublicationType
from lilith.library.exchange.reference import of_publication
from lilith.library.models import Publication
from lilith.library.names import Name, is_others, read_name

MOST_AUTHORS = 6
AND_OTHERS = "et coll."
# The tag that tells a reference manager what holds the text; for the others there is none.
CONTAINERS = {
    PublicationType.ARTICLE: "citation_journal_title",
    PublicationType.PREPRINT: "citation_journal_title",
    PublicationType.CHAPTER: "citation_inbook_title",
    PublicationType.CONFERENCE: "citation_conference_title",
}
PUBLISHERS = {
    PublicationType.REPORT: "citation_technical_report_institution",
    PublicationType.STUDY: "citation_technical_report_institution",
    PublicationType.THESIS: "citation_dissertation_institution",
}

SCHEMA_TYPES = {
    PublicationType.ARTICLE: "ScholarlyArticle",
    PublicationType.STUDY: "ResearchProject",
    PublicationType.REPORT: "Report",
    PublicationType.BOOK: "Book",
    PublicationType.LAW: "Legislation",
}


def named_authors(publication: Publication) -> list[str]:
    """The authors without « et coll. », as a list shows them."""
    return [read_name(line).shown for line in lines_of(publication.authors) if not is_others(line)]


def authors_of(publication: Publication) -> str:
    """The authors under a title: six at the most, then « et coll. »; empty when none is known."""
    authors = named_authors(publication)
    others = len(authors) > MOST_AUTHORS or len(authors) < len(publication.author_list)
    if not authors:
        return ""
    return ", ".join(authors[:MOST_AUTHORS]) + (f", {AND_OTHERS}" if others else "")


def pages_of(publication: Publication) -> tuple[str, str]:
    """First and last page, as « 359-366 » or « e26 » say them; empty when not known."""
    first, _, last = publication.pages.replace("–", "-").partition("-")
    return first.strip(), last.strip()


def highwire(publication: Publication) -> list[tuple[str, str]]:
    """(name, content) of the `citation_*` meta tags that reference managers read."""
    reference = of_publication(publication)
    kind = PublicationType(reference.type)
    first, last = pages_of(publication)
    tags = [("citation_title", reference.title)]
    tags += [("citation_author", _author(name)) for name in reference.authors]
    tags += [
        ("citation_publication_date", str(reference.year or "")),
        (CONTAINERS.get(kind, "citation_journal_title"), reference.journal),
        ("citation_volume", reference.volume),
        ("citation_issue", reference.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", reference.doi),
        ("citation_pmid", reference.pmid),
        ("citation_isbn", reference.isbn),
        ("citation_issn", reference.issn),
        ("citation_language", reference.language),
        (PUBLISHERS.get(kind, "citation_publisher"), reference.publisher),
        ("citation_abstract", reference.abstract),
        ("citation_abstract_html_url", absolute(publication.get_absolute_url())),
        ("citation_fulltext_html_url", publication.full_text_url),
    ]
    return [(name, content) for name, content in tags if content]


def _author(name: Name) -> str:
    """« Whiteford, H. A. »: without its comma a reference manager takes the initials for the family name."""
    return name.literal or ", ".join(part for part in (name.family, name.given.replace(".", ". ").strip()) if part)


def text_url(publication: Publication) -> str:
    """Where the text itself stands: its DOI, else the address that is known, else nothing."""
    if publication.doi:
        return f"https://doi.org/{quote(publication.doi, safe='/:;()')}"
    return publication.full_text_url or publication.url or hal_url(publication)


def hal_url(publication: Publication) -> str:
    """The page of the deposit in HAL; empty when there is none."""
    return f"https://hal.science/{publication.hal_id}" if publication.hal_id else ""


def pubmed_url(publication: Publication) -> str:
    """The page of the text in PubMed; empty when it is not there."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{publication.pmid}/" if publication.pmid else ""


def structured(publication: Publication) -> dict[str, Any]:
    """The publication as schema.org says it; what is not known is left out."""
    reference = of_publication(publication)
    data: dict[str, Any] = {
        "@type": SCHEMA_TYPES.get(PublicationType(publication.type), "CreativeWork"),
        "name": publication.title,
        "url": absolute(publication.get_absolute_url()),
        "author": [_structured_author(name) for name in reference.authors],
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


def _structured_author(name: Name) -> dict[str, str]:
    return {"@type": "Organization" if name.literal else "Person", "name": name.shown}
