"""Identifiers, as people paste them, and as they are forged or mistyped."""

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from lilith.library import identifiers
from lilith.library.models import Publication
from lilith.library.tests.records import publication


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (identifiers.read_doi, "https://doi.org/10.1002/wps.20349", "10.1002/wps.20349"),
        (identifiers.read_doi, "doi: 10.1016/S0140-6736(13)61611-6", "10.1016/S0140-6736(13)61611-6"),
        (identifiers.read_doi, "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
         "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"),
        (identifiers.read_pmid, "PMID: 25651451", "25651451"),
        (identifiers.read_pmid, "https://pubmed.ncbi.nlm.nih.gov/25651451/", "25651451"),
        (identifiers.read_hal, "https://shs.hal.science/halshs-01234567v2", "halshs-01234567v2"),
        (identifiers.read_hal, "HAL-01234567", "hal-01234567"),
        (identifiers.read_isbn, "2-07-036822-X", "9782070368228"),
        (identifiers.read_isbn, "ISBN 978-2-07-036822-8", "9782070368228"),
        (identifiers.read_issn, "00029378", "0002-9378"),
        (identifiers.read_issn, "2434-561X", "2434-561X"),
        (identifiers.read_doi, "  ", ""),
    ],
)  # fmt: skip
def test_an_identifier_is_read_however_it_is_pasted(read, text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (identifiers.read_doi, "javascript:alert(1)", "n’est pas un DOI"),
        (identifiers.read_doi, "10.1/x", "n’est pas un DOI"),
        (identifiers.read_doi, "10.1002/wps 20349", "sans espace"),
        (identifiers.read_pmid, "012", "1 à 9 chiffres"),
        (identifiers.read_pmid, "١٢٣", "1 à 9 chiffres"),
        (identifiers.read_hal, "hal-12", "n’est pas un identifiant HAL"),
        (identifiers.read_isbn, "978-2-07-036822-9", "clé de contrôle"),
        (identifiers.read_isbn, "12345", "10 ou 13 chiffres"),
        (identifiers.read_issn, "0002-9379", "clé de contrôle"),
    ],
)
def test_a_forged_identifier_is_refused_in_plain_french(read, text, words):
    with pytest.raises(ValidationError, match=words):
        read(text)


@pytest.mark.django_db
def test_an_editor_who_mistypes_an_identifier_is_told_in_which_field():
    with pytest.raises(ValidationError) as caught:
        publication(doi="10.1176", isbn="978-2-07-036822-9")
    assert set(caught.value.message_dict) == {"doi", "isbn"}


@pytest.mark.django_db
def test_a_review_has_a_date_and_a_role():
    with pytest.raises(ValidationError, match="donnez les deux"):
        publication(reviewed_by_role="comite")


@pytest.mark.django_db
def test_one_doi_stands_once_whatever_its_capitals():
    publication(doi="10.1176/APPI.X")
    with pytest.raises(ValidationError, match="Une autre publication a déjà ce DOI"):
        publication("autre", doi="https://doi.org/10.1176/appi.x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.bulk_create([Publication(slug="x", title="X", type="article", doi="10.1176/appi.X")])
    publication("sans-doi")
    publication("sans-doi-non-plus")


@pytest.mark.django_db
def test_records_that_shared_a_doi_before_keep_it_on_the_oldest():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX publication_doi_once")
    first, second = Publication(slug="a", title="A", type="article"), Publication(slug="b", title="B", type="article")
    first.doi, second.doi, second.missing = "https://doi.org/10.1176/x", "10.1176/X", "Le volume."
    Publication.objects.bulk_create([first, second])
    importlib.import_module("lilith.library.migrations.0005_one_doi_each").keep_one_of_each(apps, None)
    first, second = Publication.objects.order_by("pk")
    assert (first.doi, second.doi) == ("10.1176/x", "")
    assert second.missing == "Le volume.\nUne autre fiche porte déjà ce DOI\u00a0: 10.1176/X"
