"""How the index stays true to the site, and what is kept of a search."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.core.management import call_command

from lilith.foundation import slots
from lilith.foundation.slots import SearchDocument, SearchSource
from lilith.search import bench, selectors, services
from lilith.search.models import Concept, Document, MissedQuery, Posting, Token, WordMapping
from lilith.search.privacy import words_to_keep
from lilith.search.services import ConceptWords


def keys(query):
    return [f"{result.kind}:{result.key}" for result in selectors.search(query=query).results]


def counts_are_exact():
    return all(token.document_count == Posting.objects.filter(token=token).count() for token in Token.objects.all())


def test_a_document_that_changes_is_found_by_its_new_words_only(index):
    services.index([SearchDocument("theme", "logement", "Habiter", "/parcours-de-vie/logement/")])
    assert keys("habiter") == ["theme:logement"]
    assert "theme:logement" not in keys("logement")
    assert counts_are_exact()


def test_a_document_that_did_not_change_is_not_written_again(index):
    document = SearchDocument("theme", "x", "Télescope", "/x/")
    assert services.index([document]) == 1
    assert services.index([document]) == 0
    assert services.index([replace(document, facets={"theme": ("logement",)})]) == 1


def test_a_removed_document_is_not_found_any_more(index):
    assert services.remove(kind="practice", key="tabac") is True
    assert services.remove(kind="practice", key="tabac") is False
    assert keys("tabac") == []
    assert counts_are_exact()


@dataclass
class Meta:
    label_lower: str = "tests.record"


class Records:
    """Stands for the manager of a model of an upper room."""

    rows: dict = {}

    def filter(self, pk):
        return type("Rows", (), {"exists": lambda _: pk in self.rows})()


class Record:
    _meta = Meta()
    _default_manager = Records()

    def __init__(self, pk, slug, title, live=True):
        self.pk, self.slug, self.title, self.live = pk, slug, title, live
        Records.rows[pk] = self


@pytest.fixture
def source(db, monkeypatch):
    Records.rows = {}
    source = SearchSource(
        model=Record,
        documents=lambda records: [SearchDocument("page", r.slug, r.title, f"/{r.slug}/") for r in records if r.live],
        records=lambda: list(Records.rows.values()),
        identity=lambda record: ("page", record.slug),
    )
    monkeypatch.setattr(slots, "_search_sources", [source])
    return source


def test_a_published_record_is_found_and_a_withdrawn_one_is_not(source):
    record = Record(1, "rue", "La rue")
    services.reindex_record(record)
    assert keys("rue") == ["page:rue"]
    record.live = False
    services.reindex_record(record)
    assert keys("rue") == []


def test_a_record_whose_address_changes_leaves_nothing_behind(source):
    record = Record(1, "rue", "La rue")
    services.reindex_record(record)
    record.slug = "dehors"
    services.reindex_record(record)
    assert keys("rue") == ["page:dehors"]
    assert Document.objects.count() == 1


def test_a_deleted_record_is_taken_out(source):
    record = Record(1, "rue", "La rue")
    services.reindex_record(record)
    del Records.rows[1]
    services.reindex_record(record)
    assert keys("rue") == []


def test_a_record_of_a_model_without_source_is_left_alone(source):
    services.reindex_record(object())
    assert Document.objects.count() == 0


def test_nothing_is_followed_while_indexing_is_paused_and_rebuild_catches_up(source):
    with services.indexing_paused():
        services.reindex_record(Record(1, "rue", "La rue"))
    assert keys("rue") == []
    call_command("search_rebuild")
    assert keys("rue") == ["page:rue"]


def test_rebuild_says_what_it_did_and_drops_what_is_gone(source):
    Record(1, "rue", "La rue")
    Record(2, "toit", "Un toit")
    assert services.rebuild() == {"written": 2, "removed": 0, "documents": 2}
    del Records.rows[2]
    assert services.rebuild() == {"written": 0, "removed": 1, "documents": 1}
    assert services.rebuild(force=True) == {"written": 1, "removed": 0, "documents": 1}
    assert not Token.objects.filter(text="toit").exists()
    assert counts_are_exact()


def test_words_that_editors_add_work_once_documents_are_read_again(index):
    assert keys("clope") == []
    services.set_word_mappings(rows=[{"words": ["clope", "en griller une"], "terms": ["arrêter de fumer"]}])
    services.reanalyse()
    assert keys("clope") == keys("en griller une") == ["practice:tabac"]
    services.set_word_mappings(rows=[])
    services.reanalyse()
    assert keys("clope") == []


def test_the_job_reads_documents_again_after_the_commit(index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.set_word_mappings(rows=[{"words": ["clope"], "terms": ["tabac"]}])
    assert keys("clope") == ["practice:tabac"]


def test_words_changed_on_the_site_are_not_overwritten_by_the_file(index):
    rows = [{"words": ["clope"], "terms": ["tabac"]}, {"words": ["appart"], "terms": ["logement"]}]
    assert services.set_word_mappings(rows=rows) == []
    WordMapping.objects.filter(content_key="clope").update(terms="fumer")
    rows[0]["terms"] = ["cigarette"]
    assert services.set_word_mappings(rows=rows) == ["clope"]
    assert WordMapping.objects.get(content_key="clope").terms == "fumer"
    assert [mapping.content_key for mapping in WordMapping.objects.all()] == ["clope", "appart"]


def test_concepts_of_one_source_leave_those_of_another(index):
    services.set_concepts(source="other", concepts=[ConceptWords("a", ("abc", "def"))], wait=True)
    assert services.set_concepts(source="other", concepts=[ConceptWords("a", ("abc", "def"))]) is False
    services.set_concepts(source="other", concepts=[], wait=True)
    assert set(Concept.objects.values_list("source", flat=True)) == {"tests"}


def test_searches_without_result_are_counted_by_month(db):
    services.note_missed_query(query="Licorne bleue", today=date(2026, 11, 3))
    services.note_missed_query(query="licorne  BLEUE !", today=date(2026, 11, 30))
    services.note_missed_query(query="licorne bleue", today=date(2026, 12, 1))
    assert list(MissedQuery.objects.values_list("month", "words", "count")) == [
        (date(2026, 12, 1), "licorne bleue", 1),
        (date(2026, 11, 1), "licorne bleue", 2),
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("psy jean.dupont@example.org Lyon", "psy lyon"),
        ("appelez 06 12 34 56 78 vite", "appelez vite"),
        ("+33 (0)6.12.34.56.78", ""),
        ("dossier 1 85 05 78 006 084 36", "dossier"),
        ("185057800608436 retraite", "retraite"),
        ("2 84 05 2A 123 456 78 logement", "logement"),
        ("née le 12/03/1984", "née le"),
        ("voir https://exemple.fr/page?x=1 www.site.fr", "voir"),
        ("action 36 en 2023", "action 36 en 2023"),
        ("l’aide à domicile <b>", "l’aide à domicile b"),
        ("mot " * 100, " ".join(["mot"] * 20)),
        ("🙂", ""),
    ],
)
def test_nothing_that_points_to_a_person_is_kept(typed, kept):
    assert words_to_keep(typed) == kept


def test_a_search_made_only_of_personal_data_is_not_noted(db):
    assert services.note_missed_query(query="jean@example.org", today=date(2026, 11, 3)) is None
    assert MissedQuery.objects.count() == 0


def test_the_bench_measures_and_leaves_nothing(db):
    report = bench.measure(60, n_questions=16)
    assert report["documents"] == 60
    assert report["postings"] > 1000
    assert 0 < report["p50_ms"] <= report["p95_ms"] <= report["max_ms"]
    assert Document.objects.count() == 0


@pytest.mark.django_db
def test_words_that_found_nothing_are_forgotten_after_twelve_months() -> None:
    for day in (date(2025, 10, 31), date(2025, 11, 1), date(2026, 11, 3)):
        services.note_missed_query(query="licorne", today=day)
    assert services.forget_missed_queries(today=date(2026, 11, 22)) == 1
    assert services.forget_missed_queries(today=date(2026, 11, 22)) == 0
    assert [row.month for row in MissedQuery.objects.order_by("month")] == [date(2025, 11, 1), date(2026, 11, 1)]
