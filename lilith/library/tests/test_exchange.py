"""Files of references, as Zotero, PubMed, HAL and others write them, and as they break."""

import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lilith.library.enums import PublicationType, ReferenceFormat
from lilith.library.exchange import files
from lilith.library.exchange.matching import keys_of, plain
from lilith.library.exchange.reference import of_publication
from lilith.library.exchange.text import FileError
from lilith.library.models import Publication
from lilith.library.names import Name

RIS = """TY  - JOUR
TI  - Effects of Housing First on Employment
AU  - Poremski, Daniel
AU  - Stergiopoulos, V.
PY  - 2016/06/01/
JO  - Psychiatric Services
VL  - 67
IS  - 6
SP  - 603
EP  - 609
DO  - 10.1176/appi.ps.201500002
UR  - https://hal.science/hal-01234567
UR  - https://example.org/a;b
AB  - Un résumé
sur deux lignes.
ER  -
"""
BIBTEX = r"""
@string{lancet = "The Lancet"}
@comment{rien}
@article{whiteford,
  title = {{\'E}valuation d'un h{\^o}pital \`a Besan\c{c}on \& 50\% des {IPS}},
  author = {Whiteford, Harvey A. and {Haute Autorit{\'e} de sant{\'e}} and van der Berg, Jan and others},
  journal = lancet, year = 2013, pages = {1575--1586}, doi = {10.1016/S0140-6736(13)61611-6}
}
"""
NBIB = """PMID- 25651451
OWN - NLM
DP  - 2015 Feb
TI  - A long title that goes on
      over two lines.
LID - 10.1002/wps.20190 [doi]
FAU - Thornicroft, Graham
AU  - Thornicroft G
CN  - World Health Organization
LA  - eng
PT  - Journal Article
JT  - World psychiatry
IS  - 1723-8617 (Print)

PMID- 25651452
TI  - Another
AU  - Slade MJ
JT  - World psychiatry
"""


def read(text: str | bytes, name: str = "x"):
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    how = files.recognise(file, name=name)
    return list(files.read_file(file, how))


def only(text: str | bytes):
    found = read(text)
    assert [one.error for one in found] == [""]
    return found[0].reference


def test_a_ris_file_gives_its_reference():
    reference = only(RIS)
    assert reference.type == PublicationType.ARTICLE
    assert reference.authors == [Name("Poremski", "Daniel"), Name("Stergiopoulos", "V.")]
    assert (reference.year, reference.journal, reference.pages) == (2016, "Psychiatric Services", "603-609")
    assert (reference.hal_id, reference.url) == ("hal-01234567", "https://example.org/a;b")
    assert reference.abstract == "Un résumé sur deux lignes."


def test_a_bibtex_file_gives_letters_for_latex_accents():
    reference = only(BIBTEX)
    assert reference.title == "Évaluation d'un hôpital à Besançon & 50% des IPS"
    assert reference.authors == [
        Name("Whiteford", "Harvey A."), Name(literal="Haute Autorité de santé"), Name("van der Berg", "Jan"),
    ]  # fmt: skip
    assert reference.others
    assert (reference.journal, reference.pages) == ("The Lancet", "1575-1586")


def test_a_pubmed_file_gives_its_references():
    first, second = (one.reference for one in read(NBIB))
    assert first.title == "A long title that goes on over two lines."
    assert (first.pmid, first.doi, first.issn, first.year) == ("25651451", "10.1002/wps.20190", "1723-8617", 2015)
    assert first.authors == [Name("Thornicroft", "Graham"), Name(literal="World Health Organization")]
    assert second.authors == [Name("Slade", "M. J.")]
    assert first.language == "en"


def test_a_csl_json_file_gives_its_references():
    items = [
        {"type": "book", "title": "Traité", "author": [{"family": "Franck", "given": "N."}], "ISBN": "978-2-07-036822-8",
         "issued": {"date-parts": [["2018", 3]]}},
        {"type": "article-journal", "title": ["Titre"], "container-title": ["Revue"], "issued": {"raw": "en 2019"}},
    ]  # fmt: skip
    first, second = (one.reference for one in read(json.dumps(items)))
    assert (first.isbn, first.year, first.type) == ("9782070368228", 2018, PublicationType.BOOK)
    assert (second.title, second.journal, second.year) == ("Titre", "Revue", 2019)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_a_file_is_read_in_the_encoding_it_is_written_in(codec):
    assert only(RIS.encode(codec)).abstract == "Un résumé sur deux lignes."


def test_the_editor_is_told_the_encoding():
    assert (
        files.recognise(io.BytesIO("TY  - JOUR\nTI  - cœur “d’été”".encode("cp1252")), name="x").encoding.label
        == "Windows-1252"
    )
    assert files.recognise(io.BytesIO("TY  - JOUR\nTI  - cœur".encode()), name="x").encoding.label == "UTF-8"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b" \r\n \t", "vide"),
        (b"%PDF-1.7\x00\x01\x02", "pas un fichier de texte"),
        (b"PK\x03\x04\x00\x00", "pas un fichier de texte"),
        ("Bonjour, voici mes références.".encode(), "ne reconnaissons pas"),
    ],
)
def test_what_is_no_file_of_references_is_refused_with_its_reason(data, words):
    with pytest.raises(FileError, match=words):
        read(data, name="references.txt")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("TY  - JOUR\nAU  - X, Y\nER  - \n" + RIS, 1, "Le titre manque"),
        (RIS + "TY  - JOUR\nTI  - Coupée", 17, "s’arrête au milieu"),
        ("n'importe quoi\n" + RIS, 1, "hors de toute référence"),
        (RIS + "TY  - JOUR\nTI  - A\nDO  - 10.1/forgé\nER  - \n", 17, "n’est pas un DOI"),
        (BIBTEX + "@article{a,\n title = {pas fermée\n}\n@book{b,\n title = {Le suivant}\n}\n", 9, "n’est pas fermée"),
        (BIBTEX + "@article{a,\n title = {fin", 9, "s’arrête au milieu"),
        (BIBTEX + "@article{a\n title {x}}", 9, "n’est pas du BibTeX"),
        (BIBTEX + "@article(a, title = {x})", 9, "parenthèses"),
        (NBIB + "\nPMID- 3\nAU  - X\n", 20, r"Le titre \(TI\) manque"),
        ('[{"type":"book","title":"A"},\n{"type":"book","title":"B",,}]', 2, "Le JSON est cassé à la ligne 2"),
        ('[{"type":"book","title":"A"},\n"texte"]', 2, "n’est pas un objet JSON"),
        ('[{"type":"book","title":"A"},\n{"title":{"a":1}}]', 2, "ni un texte"),
        ('[{"type":"book","title":"A"},\n{"title":"B","author":"x"}]', 2, "author"),
        ('[{"type":"book","title":"A"}', 1, "s’arrête avant la fin"),
    ],
)  # fmt: skip
def test_a_broken_reference_says_its_line_and_why_and_leaves_the_others(text, line, words):
    found = read(text)
    wrong = [one for one in found if one.error]
    assert [one.line for one in wrong] == [line]
    assert re.search(words, wrong[0].error)
    assert any(one.reference for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "@article{a,\n title = " + "{" * 50_000 + "x" + "}" * 50_000 + "\n}\n@book{b,\n title = {Le suivant}\n}\n",
        "@article{a,\n" + "{\n" * 5_000 + "\n@book{b,\n title = {Le suivant}\n}\n",
        "@article{a,\n title = {" + "\\textbf{" * 55 + "x" + "}" * 55 + "}\n}\n@book{b,\n title = {Le suivant}\n}\n",
    ],
)
def test_a_bomb_of_braces_costs_only_its_own_reference(text):
    found = read(text)
    assert [one.reference.title for one in found if one.reference][-1] == "Le suivant"


def test_a_bomb_of_json_lists_is_refused():
    found = read('[{"title":"A"},' + "[" * 200_000)
    assert [bool(one.reference) for one in found] == [True, False]
    assert "imbriquées" in found[1].error


def test_a_line_without_end_is_refused():
    with pytest.raises(FileError, match="Ligne 2"):
        read("TY  - JOUR\nTI  - " + "x" * 1_100_000)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["TY  - JOUR\n", "@article{a,", "PMID- 1\n", "[", '[{"title":']), st.text(max_size=200))
def test_no_text_whatever_makes_a_reader_fail(start, rest):
    for one in read((start + rest).encode("utf-8", "replace").replace(b"\0", b"")):
        assert one.error or one.reference.title


# Words of any alphabet, without what no record can hold.
words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=60)
lines = words.map(lambda text: " ".join(text.split())).filter(lambda text: plain(text) and any(sign.isalnum() for sign in text))
names = st.one_of(
    st.builds(Name, family=lines.map(lambda t: t.strip(" ,{}")), given=lines.map(lambda t: t.strip(" ,{}"))),
    st.builds(Name, literal=lines.map(lambda t: t.strip(" ,{}"))),
).filter(lambda name: any(sign.isalnum() for sign in name.family or name.literal))


@settings(max_examples=120, deadline=None)
@given(
    format=st.sampled_from(ReferenceFormat.values),
    kind=st.sampled_from(PublicationType.values),
    title=lines,
    authors=st.lists(names, max_size=4),
    year=st.one_of(st.none(), st.integers(1800, 2030)),
    doi=st.sampled_from(["", "10.1176/appi.ps.201500002", "10.1002/(SICI)1097<1661::AID>3.0.CO;2-2"]),
    pmid=st.sampled_from(["", "25651451"]),
    hal=st.sampled_from(["", "hal-01234567"]),
)
def test_what_is_exported_comes_back_as_the_same_text(format, kind, title, authors, year, doi, pmid, hal):
    record = Publication(
        slug="x", type=kind, title=title, year=year, doi=doi, pmid=pmid, hal_id=hal,
        authors="\n".join(name.line for name in authors),
    )  # fmt: skip
    back = only("".join(files.write([record], format=ReferenceFormat(format))))
    before = keys_of(of_publication(record).as_fields())
    assert set(before) & set(keys_of(back.as_fields())) == set(before)
    assert back.type == kind
