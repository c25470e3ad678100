"""What someone who writes content files can count on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from lilith.launch.dump import dump_content
from lilith.launch.reading import check_reading
from lilith.launch.services import ContentRefusedError, load_content
from lilith.launch.tests import mini
from lilith.launch.validation import Folder
from lilith.library.models import WordAdvice
from lilith.practices.enums import Status
from lilith.practices.models import PracticePage, ThemePage
from lilith.website.models import ContentPage, Event, HomePage

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def refusals(root: Path) -> list[str]:
    with pytest.raises(ContentRefusedError) as refused:
        load_content(root=root, today=TODAY)
    return [str(problem) for problem in refused.value.problems]


def test_a_folder_becomes_a_site(tmp_path: Path) -> None:
    report = load_content(root=mini.write(tmp_path), today=TODAY)
    practice = PracticePage.objects.get(slug="un-toit")
    assert report.created["pratique"] == 2
    assert practice.url_path == "/accueil/pratiques/un-toit/"
    assert practice.essential == "<p>Vous avez un toit. Une équipe vous aide.</p>"
    assert practice.concretely == "<ul><li>Vous choisissez votre logement.</li></ul>"
    assert [link.theme.slug for link in practice.theme_links.all()] == ["logement"]
    assert [(site.place, site.departement_id, site.state) for site in practice.known_sites.all()] == [
        ("Lyon", "69", "en-activite")
    ]
    assert [link.other.slug for link in practice.related_links.all()] == ["un-toit-jeunes"]
    assert [item.page.slug for item in HomePage.objects.get().featured.all()] == ["2023-01-02-nouvelle"]
    assert ContentPage.objects.get(slug="chercher").url_path == "/accueil/aide/chercher/"


def test_a_month_without_a_day_stays_a_month(tmp_path: Path) -> None:
    load_content(root=mini.write(tmp_path), today=TODAY)
    event = Event.objects.get()
    assert (event.day, event.precision) == (date(2023, 1, 1), "month")


def test_the_status_comes_from_the_documents_and_its_history_starts(tmp_path: Path) -> None:
    load_content(root=mini.write(tmp_path), today=TODAY)
    young = PracticePage.objects.get(slug="un-toit-jeunes")
    assert young.status == Status.PROVEN
    assert [(change.status, change.basis, change.valid_at) for change in young.status_changes.all()] == [
        ("probante", "documents", TODAY)
    ]
    assert PracticePage.objects.get(slug="un-toit").status == Status.TO_ASSESS


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    first = load_content(root=root, today=TODAY)
    pages = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    second = load_content(root=root, today=TODAY)
    assert not second.wrote_something
    assert second.unchanged == sum(first.created.values())
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == pages


def test_a_changed_file_changes_its_record_and_no_other(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    mini.write(tmp_path, {"practices/un-toit.md": mini.practice("Un toit pour tous", level="prometteur")})
    report = load_content(root=root, today=date(2026, 12, 1))
    practice = PracticePage.objects.get(slug="un-toit")
    assert report.updated == {"pratique": 1}
    assert (practice.title, practice.status, practice.version) == ("Un toit pour tous", Status.PROMISING, 2)
    assert [change.status for change in practice.status_changes.all()] == ["a_evaluer", "prometteuse"]


def test_what_an_editor_changed_is_kept_and_a_conflict_is_told(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    theme = ThemePage.objects.get()
    theme.summary = "Un toit, une clé."
    theme.save_revision().publish()
    assert load_content(root=root, today=TODAY).kept == ["content/themes/logement.md (Le logement)"]
    changed = mini.files()["themes/logement.md"].replace("Trouver un toit.", "Trouver et garder un toit.")
    mini.write(tmp_path, {"themes/logement.md": changed})
    report = load_content(root=root, today=TODAY)
    assert report.conflicts == ["content/themes/logement.md (Le logement)"]
    assert ThemePage.objects.get().summary == "Un toit, une clé."


def test_a_removed_file_is_told_and_nothing_is_deleted(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    mini.write(tmp_path, {"trainings/se-former.md": None})
    assert load_content(root=root, today=TODAY).orphans == ["trainings/se-former"]


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(tmp_path: Path) -> None:
    report = load_content(root=mini.write(tmp_path), today=TODAY, dry_run=True)
    assert report.created["pratique"] == 2
    assert not PracticePage.objects.exists()


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("practices/un-toit.md", mini.practice("Un toit", related="inconnue"), "content/practices/un-toit.md:27: related"),
        ("practices/un-toit.md", mini.practice("Un toit", related="un-toit"), "renvoie à elle-même"),
        ("practices/un-toit.md", mini.practice("Un toit", level="certain"), "content/practices/un-toit.md:9: documents_level"),
        (
            "practices/un-toit.md",
            mini.practice("Un toit", extra="couleur: rouge\n"),
            "content/practices/un-toit.md:26: couleur",
        ),
        (
            "practices/un-toit.md",
            mini.practice("Un toit").replace("## Le problème", "## Le souci"),
            "titre inconnu : « 2/Le souci »",
        ),
        (
            "practices/un-toit.md",
            mini.practice("Un toit").replace("/parcours-de-vie/logement/", "/logement/"),
            "ne mène nulle part",
        ),
        (
            "practices/un-toit.md",
            mini.practice("Un toit").replace("departement: '69'", "departement: '99'"),
            "« 99 » n’existe pas",
        ),
        ("practices/un-toit.md", mini.practice("Un toit").replace("2027-11-22", "2025-11-22"), "les dates doivent se suivre"),
        (
            "practices/un-toit.md",
            mini.practice("Un toit").replace("kind: programme", "kind: [programme"),
            "en-tête YAML illisible",
        ),
        ("practices/un-toit.md", "Un toit, sans en-tête.", "il manque l’en-tête"),
        ("practices/Un Toit.md", mini.practice("Un autre toit"), "le nom du fichier doit être en minuscules"),
        ("practices/double.md", mini.practice("Un toit"), "name : déjà pris"),
        ("pages/perdue.md", mini.page("Perdue", "/nulle-part/perdue/"), "doit la porter"),
        ("pages/pratiques.md", None, "doit la porter"),
        ("pratique/un-toit.md", mini.practice("Un toit"), "fichier inattendu"),
        ("home.yaml", None, "ce fichier manque"),
    ],
)
def test_a_wrong_file_is_named_with_its_line_and_nothing_is_written(
    tmp_path: Path, name: str, text: str | None, complaint: str
) -> None:
    root = mini.write(tmp_path, {name: text})
    if text is None:
        (root / name).unlink(missing_ok=True)
    assert any(complaint in problem for problem in refusals(root)), refusals(root)
    assert not PracticePage.objects.exists()


def test_every_error_is_told_at_once(tmp_path: Path) -> None:
    root = mini.write(
        tmp_path,
        {"practices/un-toit.md": mini.practice("Un toit", level="certain"), "themes/logement.md": "---\ntitle: Seul\n---\n"},
    )
    problems = refusals(root)
    assert any("un-toit.md" in problem for problem in problems)
    assert any("logement.md" in problem for problem in problems)


def test_a_file_that_is_not_utf8_is_refused_kindly(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    (root / "themes/logement.md").write_bytes("---\ntitle: Forêt\n---\n".encode("latin-1"))
    assert any("n’est pas en UTF-8" in problem for problem in refusals(root))


def test_the_command_says_each_error_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = mini.write(tmp_path, {"practices/un-toit.md": mini.practice("Un toit", level="certain")})
    with pytest.raises(CommandError, match="rien n’a été écrit"):
        call_command("load_content", str(root))
    assert "content/practices/un-toit.md:9" in capsys.readouterr().err


def test_what_an_editor_wrote_goes_back_to_files_and_loads_again(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    practice = PracticePage.objects.get(slug="un-toit")
    practice.how = "<p>Une équipe vient <b>chez vous</b>.</p><ul><li>Le matin.</li><li>Le soir.</li></ul>"
    practice.save_revision().publish()
    written = dump_content(target=tmp_path / "copy", content=root, only_changed=True)
    assert written == ["practices/un-toit.md"]
    text = (tmp_path / "copy/practices/un-toit.md").read_text(encoding="utf-8")
    assert "## Comment ça se passe\n\nUne équipe vient **chez vous**.\n\n- Le matin.\n- Le soir." in text
    (root / "practices/un-toit.md").write_text(text, encoding="utf-8")
    report = load_content(root=root, today=TODAY)
    assert (report.conflicts, report.kept, report.wrote_something) == ([], [], False)
    assert PracticePage.objects.get(slug="un-toit").how == practice.how


def test_an_untouched_site_dumps_its_files_letter_for_letter(tmp_path: Path) -> None:
    root = mini.write(tmp_path)
    load_content(root=root, today=TODAY)
    dump_content(target=tmp_path / "copy", content=root)
    for path in sorted(root.rglob("*.*")):
        assert (tmp_path / "copy" / path.relative_to(root)).read_bytes() == path.read_bytes()


WORDS = "# Notre liste.\nrows:\n  - word: malade mental\n    reason: stigma\n    say: personne concernée\n"


def test_the_words_to_avoid_are_loaded_and_what_people_change_goes_back_to_the_file(tmp_path: Path) -> None:
    root = mini.write(tmp_path, {"mots-a-eviter.yaml": WORDS})
    load_content(root=root, today=TODAY)
    advice = WordAdvice.objects.get()
    assert (advice.word, advice.say, advice.kept_by) == ("malade mental", "personne concernée", "")
    assert dump_content(target=tmp_path / "copy", content=root, only_changed=True) == []
    WordAdvice.objects.update(say="quelqu’un")
    assert load_content(root=root, today=TODAY).kept == ["content/mots-a-eviter.yaml (malade mental)"]
    assert dump_content(target=tmp_path / "copy", content=root, only_changed=True) == ["mots-a-eviter.yaml"]
    text = (tmp_path / "copy/mots-a-eviter.yaml").read_text(encoding="utf-8")
    assert text == WORDS.replace("personne concernée", "quelqu’un")
    (root / "mots-a-eviter.yaml").write_text(text, encoding="utf-8")
    assert load_content(root=root, today=TODAY).kept == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("rows:\n  - word: fou\n    reason: laid\n", "mots-a-eviter.yaml:3:"),
        ("rows:\n  - word: fou\n    reason: stigma\n  - word: Fou\n    reason: rare\n", "deux fois"),
        ("rows: fou\n", "mots-a-eviter.yaml"),
    ],
)
def test_a_wrong_list_of_words_to_avoid_is_refused_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    problems = refusals(mini.write(tmp_path, {"mots-a-eviter.yaml": text}))
    assert any(complaint in problem for problem in problems), problems
    assert not WordAdvice.objects.exists()


def test_a_text_with_a_word_that_may_hurt_is_to_be_written_again(tmp_path: Path) -> None:
    root = mini.write(
        tmp_path, {"mots-a-eviter.yaml": WORDS, "pages/mots.md": mini.page("Mots", "/mots/", "Un malade mental vient.")}
    )
    hurt = {
        verdict.text.name: [hint.excerpt for hint in verdict.hurting]
        for verdict in check_reading(Folder(root))
        if verdict.hurting
    }
    assert hurt == {"content/pages/mots.md": ["malade mental"]}
