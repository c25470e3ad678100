"""What the sources say, written line by line. The forms of the back office write the same rows with the same checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from lilith.evidence.enums import StudyDecision
from lilith.evidence.models import Dossier, DossierOutcome, DossierStudy, OtherVerdict, Outcome
from lilith.foundation.changes import tell
from lilith.library.models import Publication


@transaction.atomic
def record_study(
    *, dossier: Dossier, publication: Publication, decision: StudyDecision = StudyDecision.TAKEN, **facts: Any
) -> DossierStudy:
    """Take a study into the dossier or leave it out (`reason` and `reason_text` say why); saying it again changes the line.

    Raises ValidationError when the reason is missing, or stands where there is nothing to explain.
    """
    row = _row(DossierStudy, dossier, publication=publication)
    return _written(row, {"decision": decision, **facts})


@transaction.atomic
def record_outcome(*, dossier: Dossier, outcome: Outcome, studies: Iterable[DossierStudy] = (), **facts: Any) -> DossierOutcome:
    """Write what the studies say of one outcome; saying it again changes the line.

    Raises ValidationError for an effect without denominator, an interval that does not hold its estimate, a study that is
    not taken in this dossier.
    """
    taken = check_studies(dossier=dossier, studies=studies)
    row = _row(DossierOutcome, dossier, outcome=outcome)
    row.studies = taken
    return _written(row, facts)


@transaction.atomic
def record_verdict(*, dossier: Dossier, body: str, verdict: str, **facts: Any) -> OtherVerdict:
    """Write what another body concluded; saying it again for the same body and scope changes the line."""
    row = _row(OtherVerdict, dossier, body=body, scope=facts.pop("scope", ""))
    return _written(row, {"verdict": verdict, **facts})


def check_studies(*, dossier: Dossier, studies: Iterable[DossierStudy]) -> list[DossierStudy]:
    """The studies that an outcome rests on. Raises ValidationError unless all are taken in this dossier."""
    found = list(studies)
    for study in found:
        if study.dossier_id != dossier.pk:
            raise ValidationError({"studies": f"«\u00a0{study}\u00a0» n’est pas dans ce dossier."})
        if study.decision != StudyDecision.TAKEN:
            raise ValidationError(
                {"studies": f"«\u00a0{study}\u00a0» est écartée\u00a0: un résultat ne peut pas reposer sur elle."}
            )
    return found


def _row(model: type[Model], dossier: Dossier, **key: Any) -> Any:
    """The line of this key, or a new one after the others. The dossier is locked, so that two writers make one line."""
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    rows = model._default_manager.filter(dossier=dossier)
    return rows.filter(**key).first() or model(dossier=dossier, sort_order=rows.count(), **key)


def _written(row: Any, facts: dict[str, Any]) -> Any:
    for name, value in facts.items():
        row._meta.get_field(name)
        setattr(row, name, value)
    row.full_clean()
    row.save()
    tell(row.dossier)
    return row
