"""Publishing: what is still missing, what the method reads, and the end of the appraisal."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from lilith.accounts.models import User
from lilith.evidence.appraisals.cells import (
    READERS,
    active_readings,
    both_done,
    cells_to_judge,
    disagreements,
    fingerprint,
    judgments_of,
    lines_to_judge,
    settlements_of,
)
from lilith.evidence.appraisals.enums import AppraisalState, Decision, SettlementKind, Voice
from lilith.evidence.appraisals.errors import WrongMomentError
from lilith.evidence.appraisals.services.deliberation import current_opinions
from lilith.evidence.appraisals.services.process import move, take
from lilith.evidence.appraisals.standing import require, tie
from lilith.evidence.models import Appraisal, Rating, Settlement
from lilith.evidence.models import Judgment as StoredJudgment
from lilith.evidence.permissions import Verb
from lilith.evidence.rating.shapes import Judgment, RatingInput, Reason
from lilith.evidence.services.ratings import inputs_of, publish_rating

SEAT_WORDS = {1: "première lecture", 2: "deuxième lecture", 3: "troisième lecture"}
HOW = {SettlementKind.AGREEMENT: "accord des deux lecteurs", SettlementKind.THIRD: SEAT_WORDS[3]}
WAITED = {
    Voice.SCIENTIFIC: "Il manque l’avis scientifique.",
    Voice.LIVED_EXPERIENCE: "Il manque l’avis des personnes concernées.",
    Voice.RELATIVES: "Il manque la lecture des proches.",
}
REFUSED = {
    Voice.SCIENTIFIC: "L’avis scientifique est défavorable.",
    Voice.LIVED_EXPERIENCE: "L’avis des personnes concernées est défavorable.",
}
CHANGED = "Le dossier a changé depuis la fin des lectures. Rouvrez-les, pour que les lecteurs voient ce qui a changé."


def missing_for_publication(*, appraisal: Appraisal, today: date) -> list[str]:
    """What still stands between an appraisal and its publication, in words, first things first; empty when it is ready."""
    if appraisal.ended:
        return ["Cette évaluation est terminée."]
    if appraisal.is_demo:
        return ["Ceci est une démonstration\u00a0: elle ne se publie pas."]
    if appraisal.state == AppraisalState.TO_COMPLETE:
        return ["Le dossier est à compléter."]
    readings = active_readings(appraisal)
    if not both_done(readings):
        return ["Les deux lectures ne sont pas terminées."]
    found = []
    if {readings[seat].fingerprint for seat in READERS} != {fingerprint(appraisal.dossier)}:
        found.append(CHANGED)
    left = sum(not item.settled for item in disagreements(appraisal, readings))
    if left:
        found.append(f"Il reste {left} désaccord{'s' if left > 1 else ''} à trancher.")
    opinions = current_opinions(appraisal)
    for voice, words in WAITED.items():
        opinion = opinions.get(voice)
        if opinion is None:
            found.append(words)
        elif opinion.decision == Decision.REFUSE and not hasattr(opinion, "override"):
            found.append(REFUSED[voice])
    people = [reading.reviewer for reading in readings.values()] + [opinion.by for opinion in opinions.values()]
    if any(person and tie(user=person, dossier=appraisal.dossier, today=today) for person in people):
        found.append(
            "Une personne qui a lu ou donné un avis a depuis un lien avec ce dossier. Remplacez-la, ou rouvrez les lectures."
        )
    return found


@transaction.atomic
def publish_appraisal(*, appraisal: Appraisal, by: User, seen_version: int, now: datetime) -> Rating:
    """Compute and publish the rating, and end the appraisal: nothing of it changes any more.

    Raises NotAllowedError; StaleError; WrongMomentError with what is missing. Nothing is published by halves.
    """
    row = take(appraisal, seen_version)
    today = timezone.localdate(now)
    role = require(user=by, verb=Verb.PUBLISH_APPRAISAL, dossier=row.dossier, is_demo=row.is_demo, today=today)
    # Nobody changes the dossier between the check and the rating.
    type(row.dossier)._default_manager.select_for_update().get(pk=row.dossier_id)
    missing = missing_for_publication(appraisal=row, today=today)
    if missing:
        raise WrongMomentError(" ".join(missing))
    rating = publish_rating(dossier=row.dossier, inputs=collected(appraisal=row), now=now, appraisal=row)
    move(row, AppraisalState.PUBLISHED, by=by, role=role, reason="", now=now)
    return rating


def collected(*, appraisal: Appraisal) -> RatingInput:
    """What the method reads: for each question, what both readers said, and what settled it, with every reason."""
    readings = active_readings(appraisal)
    seats = {seat: judgments_of(readings[seat]) for seat in READERS}
    settled = settlements_of(appraisal)
    found: dict[int, list[Judgment]] = {}
    for cell in cells_to_judge(lines_to_judge(appraisal.dossier)):
        values = [seats[seat][cell] for seat in READERS]
        reasons = [Reason(SEAT_WORDS[seat], _said(seats[seat][cell])) for seat in READERS]
        value = values[0].value
        if values[0].value != values[1].value:
            settlement = settled[cell]
            value = settlement.value
            reasons.append(Reason(HOW[SettlementKind(settlement.kind)], _said(settlement)))
        found.setdefault(cell[0], []).append(Judgment(cell[1], value, tuple(reasons)))
    return inputs_of(dossier=appraisal.dossier, judgments=found)


def _said(judged: StoredJudgment | Settlement) -> str:
    levels = f"{judged.value} niveau{'x' if judged.value > 1 else ''}"
    return f"{levels}. {judged.reason}".strip()
