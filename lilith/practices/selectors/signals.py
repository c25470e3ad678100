"""The three signals of a practice: evidence, rights, presence in France. Read apart, never summed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lilith.evidence.enums import RightsLevel
from lilith.evidence.selectors import KEEPS_RIGHTS, RightsCell
from lilith.practices.enums import DocumentsLevel, SiteScope, SiteState, Status, StatusBasis
from lilith.practices.models import KnownSite, PracticePage

# Cells of four that are filled. From documents alone a practice never fills the bar: nobody has appraised it yet.
CELLS_FROM_DOCUMENTS = {DocumentsLevel.STRONG: 3, DocumentsLevel.MODERATE: 2, DocumentsLevel.PROMISING: 1}
CELLS_FROM_APPRAISAL = {Status.PROVEN: 4, Status.PROMISING: 2}
# From this number of known places on, a practice counts as present in much of the country.
MANY_PLACES = 10

_STATE_WORDS = {
    SiteState.RUNNING: ("en activité", "en activité"),
    SiteState.AUTHORISED: ("autorisé", "autorisés"),
    SiteState.PLANNED: ("prévu", "prévus"),
    SiteState.CONSIDERED: ("envisagé", "envisagés"),
    SiteState.STOPPED: ("arrêté", "arrêtés"),
    SiteState.NAMED: ("cité", "cités"),
}


@dataclass(frozen=True)
class Signal:
    """One bar with its words. `bar` holds the CSS classes of the bar, `short` the words of a card, `word` and `detail` those of a page."""

    css: str
    title: str
    icon: str
    bar: str
    short: str
    word: str
    detail: str
    link_text: str = ""
    link: str = ""


def evidence_signal(practice: PracticePage) -> Signal:
    """What is said of the evidence, and who says it."""
    status = Status(practice.status)
    by_documents = practice.status_basis == StatusBasis.DOCUMENTS
    label = status.label.capitalize()
    if status == Status.TO_ASSESS:
        why = (
            "Nos documents ne citent pas assez d’études pour le dire."
            if by_documents
            else "Une évaluation critique ne permet pas de conclure."
        )
        return Signal(
            "p", "Preuves", "book-open-check", f"{'vide' if by_documents else 'plein'} n4", "à évaluer", "À évaluer",
            why, "Voir ce que l’on sait", "#niveau-3",
        )  # fmt: skip
    cells = (
        CELLS_FROM_DOCUMENTS.get(DocumentsLevel(practice.documents_level), 0)
        if by_documents
        else CELLS_FROM_APPRAISAL.get(status, 0)
    )
    if by_documents:
        return Signal(
            "p", "Preuves", "book-open-check", f"prov n4 k{cells}", f"d’après les documents : {status.label}",
            f"D’après les documents : {status.label}", "Pas encore évaluée par le comité.", "Voir les études", "#niveau-3",
        )  # fmt: skip
    return Signal(
        "p", "Preuves", "book-open-check", f"plein n4 k{cells}", status.label, label,
        "D’après une évaluation critique.", "Voir les études", "#niveau-3",
    )  # fmt: skip


# How a cell of the bar is drawn, and how many cells are so, in one word and in several.
_RIGHTS_WORDS = {
    "p": ("respecté", "respectés"),
    "h": ("nuancé", "nuancés"),
    "m": ("menacé", "menacés"),
    "v": ("à regarder", "à regarder"),
}


def rights_mark(cell: RightsCell) -> str:
    """How one right is drawn: `p` full (both voices find it respected), `m` empty (both find it threatened), `h` hatched (the
    voices differ, or it depends), `v` dashed (not signed by both yet)."""
    levels = {item.level for item in cell.signed}
    if not levels:
        return "v"
    if levels <= set(KEEPS_RIGHTS):
        return "p"
    return "m" if levels == {RightsLevel.THREATENS} else "h"


def rights_word(cell: RightsCell) -> str:
    """What both voices say that the practice does to one right: « respecte », « avis partagés », « pas encore regardé »."""
    if not cell.signed:
        return "pas encore regardé"
    levels = [level for level in RightsLevel if level in {item.level for item in cell.signed}]
    if len(levels) == 1 or set(levels) == set(KEEPS_RIGHTS):
        return " ou ".join(str(level.label) for level in levels)
    return "avis partagés"


def rights_signal(rights: Sequence[RightsCell] = ()) -> Signal:
    """What both voices say of the five rights, each in its own cell."""
    marks = [rights_mark(cell) for cell in rights]
    head = ("d", "Droits", "hand-heart")
    if set(marks) <= {"v"}:
        return Signal(
            *head, "vide n5", "pas encore regardés", "Pas encore regardés",
            "Cinq droits seront regardés, un par un.", "Lesquels\u00a0?", "#droits",
        )  # fmt: skip
    counts = Counter(marks)
    short = ", ".join(f"{counts[mark]} {words[counts[mark] > 1]}" for mark, words in _RIGHTS_WORDS.items() if counts[mark])
    bar = "cinq n5 " + " ".join(f"c{place}{mark}" for place, mark in enumerate(marks, 1))
    said: dict[str, list[str]] = {}
    for cell in rights:
        said.setdefault(rights_word(cell), []).append(str(cell.dimension.label))
    detail = ". ".join(f"{word.capitalize()}\u00a0: {', '.join(names)}" for word, names in said.items())
    return Signal(*head, bar, short, short, f"{detail}.", "Voir les avis", "#droits")


def _counted_states(sites: Sequence[KnownSite]) -> str:
    counts = Counter(SiteState(site.state) for site in sites)
    return ", ".join(f"{counts[state]} {_STATE_WORDS[state][counts[state] > 1]}" for state in _STATE_WORDS if counts[state])


def france_signal(sites: Sequence[KnownSite], state_date: str = "") -> Signal:
    """Where the documents say that the practice exists in France: places and their state, without a total to reach."""
    known = [site for site in sites if site.scope in {SiteScope.PLACE, SiteScope.REGION, SiteScope.FRANCE, SiteScope.UNKNOWN}]
    located = [site for site in known if site.scope in {SiteScope.PLACE, SiteScope.REGION}]
    everywhere = [site for site in known if site.scope == SiteScope.FRANCE]
    head = ("f", "En France", "map")
    # Dates of the documents are notes for editors: only a short one stands in the bar's words.
    dated = f" État : {state_date}." if state_date and len(state_date) <= 40 else ""
    if not known:
        return Signal(
            *head, "vide n3", "aucun lieu connu", "Aucun lieu connu",
            f"Nos documents ne citent aucun lieu en France.{dated}", "Qui peut aider", "#niveau-5",
        )  # fmt: skip
    if everywhere:
        detail = f"{len(located)} lieux sont aussi cités.{dated}" if len(located) > 1 else dated.strip()
        return Signal(*head, "plein n3 k3", "toute la France", "Toute la France", detail, "Voir la liste", "#niveau-5")
    count = len(known)
    bar = f"plein n3 k{3 if count >= MANY_PLACES else 2 if count > 1 else 1}"
    names = ", ".join(site.place for site in known)
    short = names if count <= 2 and len(names) <= 34 else "1 lieu connu" if count == 1 else f"{count} lieux connus"
    word = "1 lieu connu" if count == 1 else f"{count} lieux connus"
    return Signal(*head, bar, short, word, f"{_counted_states(known).capitalize()}.{dated}", "Voir la liste", "#niveau-5")


def signals_of(
    practice: PracticePage, sites: Sequence[KnownSite], rights: Sequence[RightsCell] = ()
) -> tuple[Signal, Signal, Signal]:
    """Evidence, rights, France, in the order in which they are always shown."""
    return evidence_signal(practice), rights_signal(rights), france_signal(sites, practice.state_date)
