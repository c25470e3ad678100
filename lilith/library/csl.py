"""Citations by a citation processor (CSL): Vancouver for professionals, ISO 690 in French for everyone."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import threading
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from lilith.library.exchange.csl_json import item_of
from lilith.library.exchange.reference import of_publication
from lilith.library.models import Publication

logger = logging.getLogger(__name__)
STYLES = {"vancouver": "nlm-citation-sequence", "plain": "iso690-author-date-fr-no-abstract"}
LOCALE = "fr-FR"
OTHERS = "et al."
MOST_AUTHORS = 40
# Raise it when a style or its use changes: citations that were kept are then made again.
EDITION = 1
# The processor keeps its place in the style while it works.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Citations:
    """A publication cited in each style, as plain text, and the digest of what was cited."""

    vancouver: str
    plain: str
    digest: str


def citations_of(publication: Publication) -> Citations:
    """The citations of a record: those that it keeps when it has not changed since, else made now (a few milliseconds)."""
    item = _item(publication)
    digest = _digest(item)
    if publication.citation_digest == digest:
        return Citations(publication.citation_vancouver, publication.citation_plain, digest)
    return Citations(cite(item, style="vancouver"), cite(item, style="plain"), digest)


def _item(publication: Publication) -> dict[str, Any]:
    reference = of_publication(publication)
    item = item_of(reference, key="reference")
    # Styles write their own full stop.
    item["title"] = item["title"].rstrip(".") or item["title"]
    names = item.get("author", [])
    if reference.others or len(names) > MOST_AUTHORS:
        # No style names that many, and each name costs time.
        item["author"] = [*names[:MOST_AUTHORS], {"literal": OTHERS}]
    # Where there is a DOI, it is the address.
    if item.get("DOI"):
        item.pop("URL", None)
    return item


def _digest(item: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([EDITION, item], sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@cache
def _style(name: str) -> Any:
    path = Path(__file__).parent / "styles" / f"{STYLES[name]}.csl"
    return CitationStylesStyle(str(path), locale=LOCALE, validate=False)


def cite(item: dict[str, Any], *, style: str) -> str:
    """One line of plain text: a CSL-JSON item in a style of `STYLES`. What is not known is left out, or said by the style."""
    try:
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([item]), formatter.plain)
            bibliography.register(Citation([CitationItem(item["id"])]))
            text = str(bibliography.bibliography()[0])
    except Exception:
        logger.exception("no citation in style %s for « %s »", style, item["title"])
        return str(item["title"])
    # A list of one needs no number, and « et al. » is no family name.
    text = re.sub(r"^(?:\[1\]|1\.)\s*", "", text)
    text = re.sub(r"(?:,| et) ET AL\.", f" {OTHERS}", text)
    text = re.sub(r"\.\s*\.(?!\.)", ".", text)
    # Signs that our font lacks.
    return " ".join(text.replace("\u2011", "-").replace("\u202f", "\u00a0").split(" ")).strip()
