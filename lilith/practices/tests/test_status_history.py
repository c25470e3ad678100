"""A practice takes its status from its appraisal, else from the documents, and every change is kept with its method."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from lilith.evidence.enums import Direction, Domain, FranceEvidence, Importance, Start
from lilith.evidence.models import Dossier
from lilith.evidence.services import Judgment, OutcomeInput, RatingInput, publish_rating, withdraw_rating
from lilith.foundation.slots import page_slot
from lilith.practices.enums import DocumentsLevel, SiteScope, SiteState, Status, StatusBasis
from lilith.practices.models import KnownSite, PracticePage
from lilith.practices.services import record_status
from lilith.practices.tests.tree import TODAY, Tree

pytestmark = pytest.mark.django_db

LOWERING = list(Domain)[:5]
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def rated(dossier: Dossier, direction: Direction = Direction.BETTER, **points: int):
    """A published rating of one critical outcome, from trials."""
    judgments = tuple(Judgment(domain, points.get(domain.value, 0)) for domain in LOWERING)
    outcome = OutcomeInput("logement", "Logement", Importance.CRITICAL, Start.TRIAL, direction, 2, judgments)
    return publish_rating(dossier=dossier, inputs=RatingInput("Un logement d’abord", (outcome,)), now=NOW)


@pytest.fixture
def dossier() -> Dossier:
    return Dossier.objects.create(slug="chez-soi", title="Un logement d’abord")


@pytest.fixture
def practice(dossier) -> PracticePage:
    tree = Tree()
    return tree.practice(
        "chez-soi",
        tree.theme("logement"),
        dossier=dossier,
        documents_level=DocumentsLevel.MODERATE,
        documents_level_why="Deux articles.",
    )


def state(practice: PracticePage) -> tuple[str, str]:
    practice = PracticePage.objects.get(pk=practice.pk)
    return practice.status, practice.status_basis


def history(practice: PracticePage) -> list[tuple[str, str, str]]:
    return [(row.status, row.basis, row.method) for row in practice.status_changes.all()]


FROM_DOCUMENTS = (Status.PROMISING, StatusBasis.DOCUMENTS, "documents-1")


def test_without_appraisal_the_documents_say_the_status(practice):
    assert state(practice) == (Status.PROMISING, StatusBasis.DOCUMENTS)
    assert history(practice) == [FROM_DOCUMENTS]
    assert practice.status_changes.get().reason == "Deux articles."


def test_saying_the_status_again_adds_nothing(practice):
    record_status(practice=practice, today=TODAY)
    assert len(history(practice)) == 1


def test_a_published_rating_changes_the_status_at_once_with_reason_and_method(practice, dossier):
    rated(dossier)
    assert state(practice) == (Status.PROMISING, StatusBasis.APPRAISAL)
    assert history(practice) == [FROM_DOCUMENTS, (Status.PROMISING, StatusBasis.APPRAISAL, "statut-1")]
    assert practice.status_changes.last().reason == (
        "L’effet est favorable et la certitude est élevée, mais rien ne le montre encore en France."
    )


def test_evidence_in_france_makes_it_proven_as_soon_as_the_dossier_says_so(practice, dossier):
    rated(dossier)
    dossier.france_evidence = FranceEvidence.TRIAL
    dossier.save()
    assert state(practice) == (Status.PROVEN, StatusBasis.APPRAISAL)


@pytest.mark.parametrize(
    ("site_state", "scope", "expected"),
    [
        (SiteState.RUNNING, SiteScope.PLACE, Status.PROVEN),
        (SiteState.RUNNING, SiteScope.FRANCE, Status.PROVEN),
        (SiteState.RUNNING, SiteScope.ABROAD, Status.PROMISING),
        (SiteState.RUNNING, SiteScope.UNKNOWN, Status.PROMISING),
        (SiteState.STOPPED, SiteScope.PLACE, Status.PROMISING),
        (SiteState.PLANNED, SiteScope.PLACE, Status.PROMISING),
    ],
)
def test_a_place_that_runs_in_france_counts_once_the_page_is_published(practice, dossier, site_state, scope, expected):
    rated(dossier)
    KnownSite.objects.create(practice=practice, place="Lille", scope=scope, state=site_state)
    page = PracticePage.objects.get(pk=practice.pk)
    page.save_revision().publish()
    assert state(practice) == (expected, StatusBasis.APPRAISAL)


def test_a_harmful_effect_makes_it_not_proven(practice, dossier):
    rated(dossier, Direction.WORSE)
    assert state(practice) == (Status.NOT_PROVEN, StatusBasis.APPRAISAL)


def test_when_the_rating_is_withdrawn_the_documents_speak_again(practice, dossier):
    row = rated(dossier, Direction.WORSE)
    withdraw_rating(rating=row, reason="Une étude a été retirée.", now=NOW)
    assert state(practice) == (Status.PROMISING, StatusBasis.DOCUMENTS)
    assert history(practice) == [
        FROM_DOCUMENTS,
        (Status.NOT_PROVEN, StatusBasis.APPRAISAL, "statut-1"),
        FROM_DOCUMENTS,
    ]


def test_a_dossier_taken_offline_gives_the_word_back_to_the_documents(practice, dossier):
    rated(dossier)
    dossier.live = False
    dossier.save()
    assert state(practice)[1] == StatusBasis.DOCUMENTS


def test_a_demonstration_dossier_never_rates_a_real_practice(practice, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(is_demo=True)
    dossier.refresh_from_db()
    rated(dossier)
    assert state(practice) == (Status.PROMISING, StatusBasis.DOCUMENTS)


def test_an_old_draft_published_later_cannot_bring_back_an_old_status(practice, dossier):
    draft = PracticePage.objects.get(pk=practice.pk).save_revision()
    rated(dossier, Direction.WORSE)
    draft.publish()
    assert state(practice) == (Status.NOT_PROVEN, StatusBasis.APPRAISAL)
    assert len(history(practice)) == 2


def test_an_editor_who_changes_the_reading_of_the_documents_changes_the_status(practice):
    page = PracticePage.objects.get(pk=practice.pk)
    page.documents_level = DocumentsLevel.STRONG
    page.save_revision().publish()
    assert state(practice) == (Status.PROVEN, StatusBasis.DOCUMENTS)


def test_a_dossier_serves_one_practice_only(practice, dossier):
    other = PracticePage(title="Autre", slug="autre", kind="pratique", dossier=dossier)
    with pytest.raises(ValidationError) as refused:
        practice.get_parent().add_child(instance=other)
    assert "dossier" in refused.value.message_dict


def test_who_signs_rights_finds_the_practice_of_the_dossier(practice, dossier):
    html = "".join(render(None, {"dossier": dossier}) for render in page_slot("dossier:links"))
    assert f'href="{practice.url}"' in html
    assert not "".join(render(None, {"dossier": Dossier(pk=0)}) for render in page_slot("dossier:links"))
