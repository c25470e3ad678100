"""Once both readings are done: settling what differs, the three voices, going past a refusal, dissent, the owner's answer.

Decided here: the two keys are given by two different people, and neither of them was a reader of this appraisal, so that
at least four people have looked at what is published, and a reader never approves their own work.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lilith.accounts.models import User
from lilith.evidence.appraisals.cells import (
    THIRD,
    Disagreement,
    active_readings,
    disagreements,
    most,
)
from lilith.evidence.appraisals.enums import AppraisalState, Decision, ReadingState, SettlementKind, Voice
from lilith.evidence.appraisals.errors import InvalidError, NotAllowedError, StaleError, WrongMomentError
from lilith.evidence.appraisals.services.process import take
from lilith.evidence.appraisals.standing import require
from lilith.evidence.enums import Domain
from lilith.evidence.models import (
    Appraisal,
    DossierOutcome,
    DossierOwner,
    MinorityOpinion,
    Opinion,
    Override,
    OwnerAnswer,
    Reading,
    Settlement,
)
from lilith.evidence.permissions import Verb

VERBS = {
    Voice.SCIENTIFIC: Verb.SIGN_SCIENTIFIC,
    Voice.LIVED_EXPERIENCE: Verb.SIGN_LIVED_EXPERIENCE,
    Voice.RELATIVES: Verb.READ_AS_RELATIVE,
}


@transaction.atomic
def write_settlement(
    *,
    appraisal: Appraisal,
    line: DossierOutcome,
    domain: Domain,
    value: int | None,
    reason: str,
    by: User,
    seen_version: int,
    now: datetime,
) -> Settlement:
    """What a reader writes of a disagreement. From seat 1 or 2 it is a proposal that the other one accepts or answers; from
    seat 3 it stands at once. `seen_version` is that of the proposal on the screen, 0 when there was none.

    Raises NotAllowedError, WrongMomentError, StaleError, InvalidError.
    """
    row = take(appraisal)
    reading = _seat_of(row, by, now)
    found = _disagreement(row, line, domain)
    if value is None or not 0 <= value <= most(domain):
        raise InvalidError("Choisissez une des réponses.", {"value": "Choisissez une des réponses."})
    if not reason.strip():
        raise InvalidError("Dites pourquoi.", {"reason": "Dites pourquoi\u00a0: la raison sera publiée."})
    if found.settled:
        raise StaleError("Ce désaccord vient d’être tranché. Relisez la page.")
    known = found.settlement
    if (known.version if known else 0) != seen_version:
        raise StaleError("L’autre lecteur a écrit pendant ce temps. Lisez sa proposition avant de répondre.")
    settlement = known or Settlement(appraisal=row, round=row.round, outcome=line, domain=domain.value)
    settlement.version = seen_version + 1
    settlement.value, settlement.reason = value, reason.strip()
    settlement.by, settlement.seat, settlement.recorded_at = by, reading.seat, now
    third = reading.seat == THIRD
    settlement.kind = SettlementKind.THIRD if third else SettlementKind.AGREEMENT
    settlement.accepted_at = now if third else None
    settlement.full_clean()
    settlement.save()
    _end_third(row, now)
    return settlement


@transaction.atomic
def accept_settlement(*, settlement: Settlement, by: User, seen_version: int, now: datetime) -> None:
    """The other reader agrees with a proposal, as they read it. Raises NotAllowedError, WrongMomentError, StaleError."""
    row = take(settlement.appraisal)
    reading = _seat_of(row, by, now)
    if reading.seat == THIRD or reading.seat == settlement.seat:
        raise NotAllowedError("Une proposition s’accepte par l’autre lecteur.")
    if settlement.round != row.round:
        raise StaleError("Les lectures ont été rouvertes depuis.")
    rows = Settlement.objects.filter(pk=settlement.pk, version=seen_version, accepted_at__isnull=True)
    if not rows.update(accepted_at=now, version=F("version") + 1):
        raise StaleError("Cette proposition a changé pendant ce temps. Relisez-la avant de l’accepter.")
    _end_third(row, now)


@transaction.atomic
def give_opinion(
    *, appraisal: Appraisal, voice: Voice, decision: Decision, reason: str, by: User, seen_round: int, now: datetime
) -> Opinion:
    """One of the three voices speaks; what it said before stays, and no longer counts. A double click says it once.

    Raises NotAllowedError when `by` read this dossier, speaks with another voice, has a tie or no role; WrongMomentError
    while something is unsettled; StaleError when the readings were opened again; InvalidError for a refusal without reason.
    """
    row = take(appraisal)
    today = timezone.localdate(now)
    role = require(user=by, verb=VERBS[Voice(voice)], dossier=row.dossier, is_demo=row.is_demo, today=today)
    if row.round != seen_round:
        raise StaleError("Les lectures ont été rouvertes pendant ce temps. Relisez le résultat avant de donner un avis.")
    readings = active_readings(row)
    if row.state != AppraisalState.DELIBERATION:
        raise WrongMomentError("Les avis se donnent quand les deux lectures sont terminées, et avant la publication.")
    if any(not item.settled for item in disagreements(row, readings)):
        raise WrongMomentError("Il reste un désaccord à trancher. Les avis viennent ensuite.")
    if any(reading.reviewer_id == by.pk for reading in readings.values()):
        raise NotAllowedError("Vous avez lu ce dossier. L’avis revient à quelqu’un d’autre.")
    spoken = Opinion.objects.filter(appraisal=row, round=row.round, by=by)
    if spoken.exclude(voice=voice).exists():
        raise NotAllowedError("Vous avez déjà parlé avec une autre voix. Chaque voix est celle d’une autre personne.")
    if (voice == Voice.RELATIVES) != (decision == Decision.READ):
        raise InvalidError("Choisissez un avis.", {"decision": "Choisissez un avis."})
    if decision == Decision.REFUSE and not reason.strip():
        words = "Dites pourquoi vous êtes défavorable\u00a0: la raison sera publiée."
        raise InvalidError("Il manque une raison.", {"reason": words})
    current = current_opinions(row).get(Voice(voice))
    if current and (current.by_id, current.decision, current.reason) == (by.pk, decision, reason.strip()):
        return current
    opinion = Opinion(
        appraisal=row,
        round=row.round,
        voice=voice,
        decision=decision,
        reason=reason.strip(),
        by=by,
        role=role,
        valid_at=today,
        recorded_at=now,
    )
    opinion.full_clean()
    opinion.save()
    return opinion


@transaction.atomic
def overrule(*, opinion: Opinion, by: User, reason: str, now: datetime) -> Override:
    """Go past a refusal, once, with a reason that is printed beside it. The refusal stays.

    Raises NotAllowedError, WrongMomentError, StaleError, InvalidError.
    """
    row = take(opinion.appraisal)
    today = timezone.localdate(now)
    role = require(user=by, verb=Verb.OVERRULE, dossier=row.dossier, is_demo=row.is_demo, today=today)
    if current_opinions(row).get(Voice(opinion.voice)) != opinion:
        raise StaleError("Cette voix a parlé depuis. Relisez son avis.")
    if opinion.decision != Decision.REFUSE:
        raise WrongMomentError("On ne passe outre qu’un avis défavorable.")
    if opinion.by_id == by.pk:
        raise NotAllowedError("On ne passe pas outre son propre avis.")
    if Override.objects.filter(opinion=opinion).exists():
        raise StaleError("Ce refus a déjà été dépassé. La première raison reste.")
    if not reason.strip():
        raise InvalidError("Il manque une raison.", {"reason": "Dites pourquoi\u00a0: la raison sera publiée."})
    override = Override(opinion=opinion, reason=reason.strip(), by=by, role=role, valid_at=today, recorded_at=now)
    override.full_clean()
    override.save()
    return override


@transaction.atomic
def add_minority_opinion(*, appraisal: Appraisal, text: str, by: User, now: datetime) -> MinorityOpinion:
    """Print a dissent beside the result; a double click prints it once. Raises NotAllowedError, WrongMomentError, InvalidError."""
    row = take(appraisal)
    today = timezone.localdate(now)
    role = require(user=by, verb=Verb.ADD_MINORITY_OPINION, dossier=row.dossier, is_demo=row.is_demo, today=today)
    if row.state != AppraisalState.DELIBERATION:
        raise WrongMomentError("Un avis minoritaire s’écrit quand les lectures sont terminées, et avant la publication.")
    words = _text(text)
    known = MinorityOpinion.objects.filter(appraisal=row, by=by, text=words).first()
    if known is not None:
        return known
    opinion = MinorityOpinion(appraisal=row, text=words, by=by, role=role, valid_at=today, recorded_at=now)
    _check_length(opinion)
    opinion.save()
    return opinion


@transaction.atomic
def answer_as_owner(*, appraisal: Appraisal, text: str, by: User, now: datetime) -> OwnerAnswer:
    """Who leads the practice answers, in deliberation or after publication. Raises as `add_minority_opinion`."""
    row = Appraisal.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=appraisal.pk)
    today = timezone.localdate(now)
    role = require(user=by, verb=Verb.ANSWER_AS_OWNER, dossier=row.dossier, is_demo=row.is_demo, today=today)
    if not DossierOwner.objects.filter(dossier=row.dossier, user=by).exists():
        raise NotAllowedError("Seules les personnes qui portent la pratique répondent ici.")
    if row.state not in (AppraisalState.DELIBERATION, AppraisalState.PUBLISHED):
        raise WrongMomentError("Vous pourrez répondre quand les deux lectures seront terminées.")
    words = _text(text)
    known = OwnerAnswer.objects.filter(appraisal=row, by=by, text=words).first()
    if known is not None:
        return known
    answer = OwnerAnswer(appraisal=row, text=words, by=by, role=role, valid_at=today, recorded_at=now)
    _check_length(answer)
    answer.save()
    return answer


def current_opinions(appraisal: Appraisal) -> dict[Voice, Opinion]:
    """Each voice's latest opinion of this round."""
    rows = Opinion.objects.filter(appraisal=appraisal, round=appraisal.round).select_related("override", "by")
    return {Voice(row.voice): row for row in rows.order_by("recorded_at", "pk")}


def _seat_of(row: Appraisal, by: User, now: datetime) -> Reading:
    today = timezone.localdate(now)
    require(user=by, verb=Verb.SETTLE, dossier=row.dossier, is_demo=row.is_demo, today=today)
    if row.state != AppraisalState.DELIBERATION:
        raise WrongMomentError("Les désaccords se tranchent quand les deux lectures sont terminées.")
    for reading in active_readings(row).values():
        if reading.reviewer_id == by.pk:
            return reading
    raise NotAllowedError("Seuls les lecteurs de ce dossier tranchent ses désaccords.")


def _disagreement(row: Appraisal, line: DossierOutcome, domain: Domain) -> Disagreement:
    for item in disagreements(row, active_readings(row)):
        if (item.line.pk, item.domain) == (line.pk, domain):
            return item
    raise InvalidError("Les deux lecteurs sont d’accord sur cette question.")


def _end_third(row: Appraisal, now: datetime) -> None:
    """The third reading is done when nothing is left to settle."""
    readings = active_readings(row)
    third = readings.get(THIRD)
    if third is None or third.done or any(not item.settled for item in disagreements(row, readings)):
        return
    third.state, third.done_at = ReadingState.DONE, now
    third.version += 1
    third.save()


def _text(text: str) -> str:
    if not text.strip():
        raise InvalidError("Écrivez d’abord votre texte.", {"text": "Écrivez d’abord votre texte."})
    return text.strip().replace("\r\n", "\n")


def _check_length(row: MinorityOpinion | OwnerAnswer) -> None:
    longest = int(row._meta.get_field("text").max_length or 0)
    if len(row.text) > longest:
        words = f"Votre texte fait {len(row.text)} signes. Raccourcissez-le\u00a0: {longest} au plus."
        raise InvalidError("Votre texte est trop long.", {"text": words})
    row.full_clean()
