"""The three signals of a practice: evidence, rights, presence in France. Read apart, never summed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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
        return Signal(
            "p", "Preuves", "book-open-check", "vide n4", "à évaluer", "À évaluer",
            "Nos documents ne citent pas assez d’études pour le dire.", "Voir ce que l’on sait", "#niveau-3",
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


def rights_signal() -> Signal:
    """Nobody has looked at the rights profile of any practice yet."""
    return Signal(
        "d", "Droits", "hand-heart", "vide n5", "pas encore regardés", "Pas encore regardés",
        "Cinq droits seront regardés, un par un.", "Lesquels ?", "/aide/lire-une-pratique/",
    )  # fmt: skip


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


def signals_of(practice: PracticePage, sites: Sequence[KnownSite]) -> tuple[Signal, Signal, Signal]:
    """Evidence, rights, France, in the order in which they are always shown."""
    return evidence_signal(practice), rights_signal(), france_signal(sites, practice.state_date)
