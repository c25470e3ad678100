"""What waits for a person: for « Mon espace », and for the room that sends reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lilith.accounts.models import User
from lilith.evidence.appraisals.cells import READERS, THIRD, Disagreement, disagreements
from lilith.evidence.appraisals.enums import ENDED, AppraisalState, Decision, Voice
from lilith.evidence.appraisals.selectors.viewing import appraisals_of
from lilith.evidence.appraisals.services.deliberation import VERBS, current_opinions
from lilith.evidence.appraisals.services.publication import missing_for_publication
from lilith.evidence.appraisals.standing import latest_declaration, obstacle
from lilith.evidence.appraisals.words import due_words
from lilith.evidence.models import Appraisal, AppraisalEvent, DossierOwner, OwnerAnswer, Reading
from lilith.evidence.permissions import Verb, can

# Whoever could be asked at any moment keeps a declaration of the year.
CALLED = (Verb.APPRAISE, Verb.SIGN_LIVED_EXPERIENCE, Verb.READ_AS_RELATIVE, Verb.ASSIGN_READERS)


@dataclass(frozen=True)
class WaitingAppraisal:
    """Something that one person has to do: `kind` is a stable code, `why` one sentence, `due_on` None when no day is set."""

    kind: str
    title: str
    url: str
    why: str
    icon: str
    due_on: date | None = None
    due: str = ""
    late: bool = False


def waiting_for(*, user: User, today: date) -> list[WaitingAppraisal]:
    """What waits for `user`, the most urgent first; what has no day comes last."""
    found = _declaration(user, today)
    rows = list(appraisals_of(user=user).exclude(state__in=[state.value for state in ENDED]))
    seats: dict[int, dict[int, Reading]] = {row.pk: {} for row in rows}
    for reading in Reading.objects.filter(appraisal__in=rows, withdrawn_at__isnull=True):
        seats[reading.appraisal_id][reading.seat] = reading
    for row in rows:
        found += _of(row, user, seats[row.pk], today)
    return sorted(found, key=lambda item: (item.due_on is None, item.due_on or today, item.title))


def _declaration(user: User, today: date) -> list[WaitingAppraisal]:
    if not any(can(user, verb) for verb in CALLED) or latest_declaration(user=user, today=today) is not None:
        return []
    why = "Sans déclaration de moins d’un an, vous ne pouvez pas prendre part à une évaluation."
    return [WaitingAppraisal("interests", "Déclarer vos liens d’intérêts", reverse("interests"), why, "scale")]


def _of(appraisal: Appraisal, user: User, readings: dict[int, Reading], today: date) -> list[WaitingAppraisal]:
    mine = next((row for row in readings.values() if row.reviewer_id == user.pk), None)
    found: list[WaitingAppraisal] = []
    if mine is not None and mine.seat in READERS and not mine.done and appraisal.state == AppraisalState.READING:
        url = reverse("appraisal-reading", args=[appraisal.uuid])
        found.append(_item("reading", appraisal, url, "Lisez ce dossier et répondez à chaque question.", mine.due_on, today))
    if appraisal.state == AppraisalState.DELIBERATION:
        found += _deliberating(appraisal, user, mine, disagreements(appraisal, readings), today)
    if can(user, Verb.ASSIGN_READERS):
        found += _to_arrange(appraisal, readings, today)
    return found


def _deliberating(
    appraisal: Appraisal, user: User, mine: Reading | None, found: list[Disagreement], today: date
) -> list[WaitingAppraisal]:
    url = reverse("appraisal", args=[appraisal.uuid])
    due = _deliberation_due(appraisal)
    left = [item for item in found if not item.settled]
    if left:
        asked = [
            item for item in left if mine and (mine.seat == THIRD or not item.settlement or item.settlement.seat != mine.seat)
        ]
        if not asked:
            return []
        count = len(asked)
        why = f"{count} désaccord{'s' if count > 1 else ''} à trancher." if count else ""
        return [_item("settle", appraisal, reverse("appraisal-disagreements", args=[appraisal.uuid]), why, due, today)]
    items = []
    if mine is None:
        spoken = current_opinions(appraisal)
        for voice, verb in VERBS.items():
            if voice in spoken or any(row.by_id == user.pk for row in spoken.values()):
                continue
            if can(user, verb) and not obstacle(
                user=user, verb=verb, dossier=appraisal.dossier, is_demo=appraisal.is_demo, today=today
            ):
                items.append(
                    _item(voice.value, appraisal, reverse("appraisal-opinion", args=[appraisal.uuid]), WHY[voice], due, today)
                )
    owns = DossierOwner.objects.filter(dossier=appraisal.dossier_id, user=user).exists()
    if owns and not OwnerAnswer.objects.filter(appraisal=appraisal, by=user).exists():
        items.append(_item("answer", appraisal, url, "Vous portez cette pratique\u00a0: vous pouvez répondre.", due, today))
    return items


WHY = {
    Voice.SCIENTIFIC: "Les lectures sont terminées\u00a0: donnez l’avis scientifique.",
    Voice.LIVED_EXPERIENCE: "Les lectures sont terminées\u00a0: donnez l’avis des personnes concernées.",
    Voice.RELATIVES: "Les lectures sont terminées\u00a0: lisez au nom des proches.",
}


def _to_arrange(appraisal: Appraisal, readings: dict[int, Reading], today: date) -> list[WaitingAppraisal]:
    url = reverse("appraisal", args=[appraisal.uuid])
    if appraisal.state in (AppraisalState.RECEIVED, AppraisalState.READING) and not all(
        seat in readings and readings[seat].reviewer_id for seat in READERS
    ):
        return [_item("assign", appraisal, url, "Nommez deux lecteurs.", None, today)]
    if appraisal.state == AppraisalState.TO_COMPLETE:
        return [_item("complete", appraisal, url, "Faites compléter le dossier, puis reprenez les lectures.", None, today)]
    if appraisal.state != AppraisalState.DELIBERATION:
        return []
    refused = [
        row for row in current_opinions(appraisal).values() if row.decision == Decision.REFUSE and not hasattr(row, "override")
    ]
    if refused:
        return [_item("refused", appraisal, url, "Un avis est défavorable. Voyez la suite à donner.", None, today)]
    if not missing_for_publication(appraisal=appraisal, today=today):
        return [_item("publish", appraisal, url, "Tout est réuni\u00a0: vous pouvez publier.", None, today)]
    return []


def _deliberation_due(appraisal: Appraisal) -> date:
    since = AppraisalEvent.objects.filter(appraisal=appraisal, state=AppraisalState.DELIBERATION).last()
    day = since.valid_at if since else timezone.localdate()
    return day + timedelta(days=int(settings.LILITH["APPRAISAL"]["DELIBERATION_DAYS"]))


def _item(kind: str, appraisal: Appraisal, url: str, why: str, due: date | None, today: date) -> WaitingAppraisal:
    icons = {
        "reading": "book-open-check",
        "settle": "scale",
        "publish": "badge-check",
        "assign": "users",
        "refused": "triangle-alert",
    }
    return WaitingAppraisal(
        kind=kind,
        title=appraisal.dossier.title,
        url=url,
        why=why,
        icon=icons.get(kind, "message-square-text"),
        due_on=due,
        due=due_words(due, today) if due else "",
        late=bool(due and due < today),
    )
