"""Dossiers of evidence. A dossier bears the file name of its practice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from lilith.accounts.models import Organisation
from lilith.evidence.enums import Direction, FranceEvidence, Importance, Start, StudyDecision
from lilith.evidence.models import Dossier, DossierOutcome, DossierStudy, OtherVerdict, Outcome
from lilith.launch import schemas
from lilith.launch.columns import Amount, Column, Day, ForeignKey, Lines, Prose, Rows
from lilith.launch.files import ContentFile
from lilith.launch.kinds.base import DATES, Kind
from lilith.library.models import Publication


@dataclass(frozen=True)
class OutcomeStudies(Column):
    """The studies an outcome rests on: publications that stand among the studies of the same dossier."""

    def parse(self, file: ContentFile) -> Any:
        return sorted({str(item) for item in file.header.get(self.key) or []})

    def read(self, record: Any) -> Any:
        return sorted(study.publication.slug for study in record.studies.all())

    def write(self, record: Any, value: Any) -> None:
        record.studies.set([study for study in record.dossier.studies.all() if study.publication.slug in value])

    def dump(self, value: Any) -> dict[str, Any]:
        return {self.key: value} if value else {}


STUDIES = Rows(
    "studies",
    model=lambda: DossierStudy,
    parent="dossier",
    columns=(
        ForeignKey("publication", model=lambda: Publication, by="slug", kind="publications"),
        Column("decision", default=StudyDecision.TAKEN.value),
        Column("reason"),
        Column("reason_text"),
        Column("in_france", default=False),
        Column("note"),
    ),
)
OUTCOMES = Rows(
    "outcomes",
    model=lambda: DossierOutcome,
    parent="dossier",
    columns=(
        ForeignKey("outcome", model=lambda: Outcome, kind="outcome"),
        Column("importance", default=Importance.IMPORTANT.value),
        OutcomeStudies("studies"),
        Column("start", default=Start.UNKNOWN.value),
        Column("direction", default=Direction.UNKNOWN.value),
        Column("result_words"),
        Column("event_words"),
        *(Column(name, default=None) for name in ("events_with", "total_with", "events_without", "total_without")),
        Column("measure"),
        Amount("estimate"),
        Amount("ci_low"),
        Amount("ci_high"),
        Column("unit"),
        Column("participants", default=None),
        Column("follow_up_months", default=None),
        Column("note"),
    ),
)
VERDICTS = Rows(
    "verdicts",
    model=lambda: OtherVerdict,
    parent="dossier",
    columns=(
        Column("body"),
        ForeignKey("organisation", model=lambda: Organisation, by="slug", kind="organisations"),
        Column("verdict"),
        Column("scope"),
        Column("stated_on"),
        Column("url"),
        ForeignKey("publication", model=lambda: Publication, by="slug", kind="publications"),
        Column("why_differs"),
    ),
)
_PLAIN = (
    Column("title"),
    Column("population"),
    Column("intervention"),
    Column("comparator"),
    Lines("search_sources"),
    Lines("search_words"),
    Column("search_from"),
    Column("search_until"),
    Day("searched_on"),
    Column("search_by"),
    Column("selection_note"),
    Lines("not_studied_for"),
    Column("origin_note"),
    Column("france_evidence", default=FranceEvidence.UNKNOWN.value),
    Column("france_note"),
)


def _own_rules(record: Any, columns: Iterable[Column], file: ContentFile) -> Iterator[tuple[str, str]]:
    """(entry, complaint) of what the model itself refuses of these values."""
    for column in columns:
        if not isinstance(column, (ForeignKey, OutcomeStudies)):
            column.write(record, column.parse(file))
    try:
        record.clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield from ((name, message) for message in messages)


def _check(file: ContentFile) -> Iterator[tuple[tuple[Any, ...], str]]:
    """What the models would refuse, rows said twice, and outcomes that rest on a study that is not in the dossier."""
    for name, message in _own_rules(Dossier(), _PLAIN, file):
        yield (name,), f"{name} : {message}"
    for rows, key in ((STUDIES, "publication"), (OUTCOMES, "outcome")):
        seen = set()
        for index, row in enumerate(file.header.get(rows.key) or []):
            if row[key] in seen:
                yield (rows.key, index, key), f"{rows.key} : « {row[key]} » est déjà dans le dossier"
            seen.add(row[key])
            for name, message in _own_rules(rows.model()(), rows.columns, ContentFile(file.path, file.name, row, {})):
                yield (rows.key, index, name), f"{rows.key} : {message}"
    decisions = {row["publication"]: row.get("decision") for row in file.header.get("studies") or []}
    for index, row in enumerate(file.header.get("outcomes") or []):
        for place, study in enumerate(row.get("studies") or []):
            where = ("outcomes", index, "studies", place)
            if study not in decisions:
                yield where, f"outcomes : « {study} » n’est pas dans les études du dossier"
            elif decisions[study] == StudyDecision.LEFT_OUT:
                yield where, f"outcomes : « {study} » est écartée, un résultat ne peut pas reposer sur elle"


def _alone(header: dict[str, Any], dossier: Any) -> None:
    """An editor may write a dossier before its practice exists: its file says so, for a wrong name to stay a mistake."""
    if not hasattr(dossier, "practice"):
        header["without_practice"] = True


DOSSIER = Kind(
    "dossiers",
    "dossier de preuves",
    Dossier,
    schemas.DossierHeader,
    (*_PLAIN, Prose("not_known"), STUDIES, OUTCOMES, VERDICTS, *DATES),
    unprepare=_alone,
    check=_check,
    # Readings, settlements and ratings rest on its lines.
    locked=lambda dossier: bool(dossier.appraisals.exists() or dossier.ratings.exists()),
)
