"""What someone who writes dossiers of evidence as files can count on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from lilith.evidence.models import Appraisal, Dossier, Outcome
from lilith.launch.dump import dump_content, file_text
from lilith.launch.kinds import BY_FOLDER
from lilith.launch.services import ContentRefusedError, load_content
from lilith.launch.tests import mini
from lilith.library.models import Publication, Term
from lilith.practices.models import PracticePage
from lilith.search.models import Document, IndexState

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def refusals(root: Path) -> list[str]:
    with pytest.raises(ContentRefusedError) as refused:
        load_content(root=root, today=TODAY)
    return [str(problem) for problem in refused.value.problems]


def test_a_practice_has_the_dossier_that_bears_its_name(tmp_path: Path) -> None:
    load_content(root=mini.write(tmp_path), today=TODAY)
    dossier = PracticePage.objects.get(slug="un-toit").dossier
    assert dossier is not None
    line = dossier.outcomes.get()
    assert [(study.publication.slug, study.decision, study.in_france) for study in dossier.studies.all()] == [
        ("essai-2018", "taken", False),
        ("rapport-2016", "left_out", True),
    ]
    assert (line.outcome.plain_name, line.direction, line.events_without, str(line.ci_high)) == (
        "Garder son logement",
        "better",
        0,
        "2.0000",
    )
    assert [study.publication.slug for study in line.studies.all()] == ["essai-2018"]
    assert [(verdict.body, str(verdict.organisation)) for verdict in dossier.verdicts.all()] == [("DIHAL", "DIHAL")]
    assert dossier.not_known == "<p>La suite n’est <b>pas</b> connue.</p>"
    assert PracticePage.objects.get(slug="un-toit-jeunes").dossier is None


def test_a_dossier_goes_back_to_its_file_and_loads_the_same(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    for name in ("dossiers/un-toit", "publications/essai-2018"):
        kind = BY_FOLDER[name.split("/")[0]]
        written = file_text(kind, kind.model._default_manager.get(content_id=name))
        assert yaml.safe_load(written.split("---\n")[1]) == yaml.safe_load(mini.files()[f"{name}.md"].split("---\n")[1])
        (root / f"{name}.md").write_text(written, encoding="utf-8")
    report = load_content(root=root, today=TODAY)
    assert (report.wrote_something, report.kept, report.conflicts) == (False, [], [])


def test_a_changed_dossier_is_brought_up_to_date_and_stays_one(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    mini.write(tmp_path, {"dossiers/un-toit.md": mini.dossier(mini.OUTCOME.replace("direction: better", "direction: mixed"))})
    assert load_content(root=root, today=TODAY).updated == {"dossier de preuves": 1}
    assert [line.direction for line in Dossier.objects.get().outcomes.all()] == ["mixed"]


def test_what_an_editor_changed_in_a_dossier_is_kept_and_a_conflict_is_told(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    dossier = Dossier.objects.get()
    dossier.outcomes.update(note="Relu.")
    assert load_content(root=root, today=TODAY).kept == ["content/dossiers/un-toit.md (Un toit)"]
    mini.write(tmp_path, {"dossiers/un-toit.md": mini.dossier().replace("title: Un toit", "title: Un autre titre")})
    assert load_content(root=root, today=TODAY).conflicts == ["content/dossiers/un-toit.md (Un toit)"]
    assert Dossier.objects.get().outcomes.get().note == "Relu."


def test_a_file_does_not_change_a_dossier_that_readers_have_begun_to_appraise(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    Appraisal.objects.create(
        dossier=Dossier.objects.get(), number=1, requested_by_role="coordination", request_reason="À lire."
    )
    assert load_content(root=root, today=TODAY).conflicts == []
    mini.write(tmp_path, {"dossiers/un-toit.md": mini.dossier(mini.OUTCOME.replace("direction: better", "direction: mixed"))})
    assert load_content(root=root, today=TODAY).conflicts == ["content/dossiers/un-toit.md (Un toit)"]
    assert Dossier.objects.get().outcomes.get().direction == "better"


def test_a_practice_that_an_editor_parted_from_its_dossier_stays_so_through_files(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    practice = PracticePage.objects.get(slug="un-toit")
    practice.dossier = None
    practice.save_revision().publish()
    dump_content(target=root, content=root, only_changed=True)
    (root / "dossiers/un-toit.md").write_text(file_text(BY_FOLDER["dossiers"], Dossier.objects.get()), encoding="utf-8")
    report = load_content(root=root, today=TODAY)
    assert (report.wrote_something, report.kept, report.conflicts) == (False, [], [])
    assert PracticePage.objects.get(slug="un-toit").dossier is None


def test_a_site_loaded_before_dossiers_existed_receives_them(tmp_path: Path) -> None:
    root = mini.write(tmp_path, {"dossiers/un-toit.md": None})
    load_content(root=root, today=TODAY)
    mini.write(tmp_path)
    report = load_content(root=root, today=TODAY)
    assert (report.created, report.updated, report.conflicts) == ({"dossier de preuves": 1}, {"pratique": 1}, [])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (mini.dossier(studies="  - publication: inconnue\n"), "un-toit.md:17: studies : « inconnue » n’existe pas"),
        (mini.dossier(studies="  - publication: essai-2018\n"), "un-toit.md:17: studies : « essai-2018 » est déjà"),
        (mini.dossier(mini.OUTCOME.replace("rester-loge", "bonheur")), "un-toit.md:18: outcomes : « bonheur » n’existe pas"),
        (mini.dossier(mini.OUTCOME.replace("- essai-2018", "- un-toit")), "un-toit.md:21: outcomes : « un-toit » n’est pas"),
        (mini.dossier(mini.OUTCOME.replace("- essai-2018", "- rapport-2016")), "un-toit.md:21: outcomes : « rapport-2016 » est écartée"),
        (mini.dossier(mini.OUTCOME.replace("    total_without: 100\n", "")), "outcomes : Dites sur combien de personnes"),
        (mini.dossier(mini.OUTCOME.replace("ci_low: 1.25", "ci_low: 1.75")), "ne contient pas cette estimation"),
        (mini.dossier().replace("    reason_text: Il ne compare pas.\n", ""), "studies : Dites pourquoi"),
        (mini.dossier().replace("search_until: 2026-05", "search_until: '1990'"), "un-toit.md:7: search_until"),
        (mini.dossier().replace("direction: better", "direction: super"), "outcomes.0.direction"),
        (mini.dossier().replace("title: Un toit", "title: Un toit\njugement: eleve"), "un-toit.md:3: jugement"),
    ],
)  # fmt: skip
def test_a_wrong_dossier_is_named_with_its_line_and_nothing_is_written(tmp_path: Path, text: str, complaint: str) -> None:
    root = mini.write(tmp_path, {"dossiers/un-toit.md": text})
    problems = refusals(root)
    assert any(complaint in problem for problem in problems), problems
    assert not Dossier.objects.exists()


def test_a_dossier_without_its_practice_is_a_mistake_unless_its_file_says_so(tmp_path: Path) -> None:
    root = mini.write(tmp_path, {"dossiers/un-toi.md": mini.dossier()})
    assert any("aucune pratique n’a ce dossier" in problem for problem in refusals(root))
    mini.write(tmp_path, {"dossiers/un-toi.md": mini.dossier().replace("title:", "without_practice: true\ntitle:")})
    assert load_content(root=root, today=TODAY).created["dossier de preuves"] == 2


def test_an_identifier_is_written_as_the_site_keeps_it(tmp_path: Path) -> None:
    text = mini.files()["publications/essai-2018.md"]
    root = mini.write(tmp_path, {"publications/essai-2018.md": text.replace("'9782130384816'", "2-13-038481-1")})
    assert any("isbn : s’écrit 9782130384816" in problem for problem in refusals(root)), refusals(root)
    mini.write(tmp_path, {"publications/essai-2018.md": text.replace("0002-9378", "0002-9379")})
    assert any("n’est pas un ISSN" in problem for problem in refusals(root))


def test_what_editors_made_of_the_outcomes_stays_and_goes_back_to_the_file(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    Outcome.objects.filter(slug="emploi").update(plain_name="Avoir un travail")
    Outcome.objects.create(slug="amis", name="Amis", plain_name="Avoir des amis", order=9)
    assert load_content(root=root, today=TODAY).kept == ["content/vocabularies.yaml (Emploi)"]
    before = (root / "vocabularies.yaml").read_text(encoding="utf-8")
    assert dump_content(target=root, content=root, only_changed=True) == ["vocabularies.yaml"]
    after = yaml.safe_load((root / "vocabularies.yaml").read_text(encoding="utf-8"))
    assert after["outcomes"][1:] == [
        {"slug": "emploi", "name": "Emploi", "plain_name": "Avoir un travail"},
        {"slug": "amis", "name": "Amis", "plain_name": "Avoir des amis"},
    ]
    assert {**after, "outcomes": 0} == {**yaml.safe_load(before), "outcomes": 0}
    assert load_content(root=root, today=TODAY).kept == []


def test_new_words_take_effect_when_the_loading_ends(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    term = mini.files()["glossary/dihal.md"].replace("term: DIHAL", "term: DIHAL\nsynonyms:\n  - délégation du toit")
    mini.write(tmp_path, {"glossary/dihal.md": term})
    load_content(root=root, today=TODAY)
    version = IndexState.objects.get().thesaurus_version
    assert Document.objects.exists()
    assert set(Document.objects.values_list("analysed_with", flat=True)) == {version}
    assert Term.objects.get().live
    assert Publication.objects.count() == 2
