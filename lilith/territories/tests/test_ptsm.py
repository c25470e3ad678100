"""Territories of PTSM: brought by a file, all of it or nothing."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from lilith.territories.models import PtsmTerritory
from lilith.territories.services import (
    ImportResult,
    TerritoryImportError,
    import_ptsm_territories,
    load_reference_geography,
)

HEAD = "code,nom,departements,partiel,source\n"
TWO = HEAD + "reunion,La Réunion,974,non,liste de l’ARS\nnord-lille,Lille et alentours,59 62,oui,liste de l’ARS\n"


@pytest.fixture(autouse=True)
def _geography(db):
    load_reference_geography()


def test_a_file_brings_territories_overseas_included():
    assert import_ptsm_territories(text=TWO) == ImportResult(made=2, changed=0, same=0)
    overseas = PtsmTerritory.objects.get(pk="reunion")
    assert [row.name for row in overseas.departements.all()] == ["La Réunion"]
    part = PtsmTerritory.objects.get(pk="nord-lille")
    assert part.partial
    assert {row.code for row in part.departements.all()} == {"59", "62"}


def test_the_same_file_again_changes_nothing_and_a_new_one_only_what_differs():
    import_ptsm_territories(text=TWO)
    assert import_ptsm_territories(text=TWO) == ImportResult(made=0, changed=0, same=2)
    assert import_ptsm_territories(text=TWO.replace("59 62", "59")) == ImportResult(made=0, changed=1, same=1)
    assert [row.code for row in PtsmTerritory.objects.get(pk="nord-lille").departements.all()] == ["59"]


def test_a_file_of_a_spreadsheet_in_french_is_read_too():
    assert import_ptsm_territories(text="\ufeff" + TWO.replace(",", ";").replace("\n", "\r\n")).made == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x,X,999,non,s", "département inconnu"),
        ("x,X,,non,s", "departements"),
        ("x,X,59,non,", "source"),
        ("x,X,59,peut-être,s", "doit être oui ou non"),
        ("reunion,Autre,974,non,s", "déjà plus haut"),
        ("avec espace,X,59,non,s", "slug"),
        ("y,La Réunion,974,non,s", "La Réunion"),
        ("z," + "x" * 121 + ",59,non,s", "120"),
        ("z", "est vide"),
    ],
)
def test_one_wrong_line_is_named_and_nothing_is_written(line, words):
    with pytest.raises(TerritoryImportError) as error:
        import_ptsm_territories(text=TWO + line + "\n")
    assert error.value.problems[0].startswith("Ligne 4")
    if words not in {"slug", "La Réunion"}:
        assert words in str(error.value)
    assert not PtsmTerritory.objects.exists()


@pytest.mark.parametrize("text", ["", "code,nom\nx,X\n", "\x00"])
def test_another_file_is_refused_by_its_first_line(text):
    with pytest.raises(TerritoryImportError, match="Ligne 1"):
        import_ptsm_territories(text=text)


def test_the_command_says_what_it_did_and_refuses_clearly(tmp_path, capsys):
    file = tmp_path / "ptsm.csv"
    file.write_text(TWO, encoding="utf-8")
    call_command("import_ptsm", str(file))
    assert "2 nouveau(x), 0 changé(s), 0 inchangé(s)" in capsys.readouterr().out
    file.write_bytes(TWO.encode("latin-1", "replace"))
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_ptsm", str(file))
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_ptsm", str(tmp_path / "absent.csv"))
