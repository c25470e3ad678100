"""What somebody who types words finds."""

import hashlib

import pytest

from lilith.foundation.slots import SearchDocument
from lilith.search import bench, selectors, services
from lilith.search.analyzer import analyse_document, stem
from lilith.search.phonetics import sound


def keys(query, **options):
    return [f"{result.kind}:{result.key}" for result in selectors.search(query=query, **options).results]


@pytest.mark.parametrize(
    "query",
    ["Un chez-soi d’abord", "un chez soi d'abord", "UN CHEZ SOI D’ABORD", "ucsd", "UCSD", "housing first", "Housing-First"],
)
def test_a_practice_is_found_by_any_of_its_names(index, query):
    assert keys(query)[0] == "practice:chez-soi"


@pytest.mark.parametrize("query", ["logements", "logement", "LOGEMENT", "l’logement", "logemants", "lojement"])
def test_plurals_capitals_and_typing_mistakes_find_the_same_theme(index, query):
    assert "theme:logement" in keys(query)[:2]


def test_missing_accents_find_the_word(index):
    assert keys("schizophrenie") == keys("schizophrénie") == ["practice:tabac"]


def test_a_word_typed_wrong_is_replaced_and_the_reader_is_told(index):
    found = selectors.search(query="skizofrénie")
    assert [(one.typed, one.used) for one in found.corrections] == [("skizofrénie", "schizophrénie")]
    assert found.results[0].key == "tabac"


def test_a_word_cut_in_two_is_put_together(index):
    found = selectors.search(query="schizo phrénie")
    assert found.results[0].key == "tabac"


def test_an_acronym_and_what_it_stands_for_find_each_other(index):
    assert set(keys("gem")[:2]) == {"practice:gem", "term:gem"}
    assert set(keys("groupe d'entraide mutuelle")[:2]) == {"practice:gem", "term:gem"}


def test_an_acronym_typed_in_small_letters_is_not_drowned_by_the_word_it_looks_like(index):
    assert keys("pass")[0] == "term:pass"
    assert keys("passer")[0] == "event:passage"


def test_words_of_people_lead_to_the_words_of_the_field(index):
    assert keys("SDF") == ["practice:chez-soi"]
    assert keys("je dors dehors")[0] == "practice:chez-soi"


def test_words_of_people_do_not_work_backwards(index):
    services.index([SearchDocument("page", "sdf", "Dormir dehors", "/sdf/")])
    assert "page:sdf" not in keys("sans-abrisme")


def test_results_are_grouped_by_kind_practices_first(index):
    found = selectors.search(query="logement entraide housing", grouped=True)
    assert [group.kind for group in found.groups] == ["practice", "theme", "term", "publication"]
    assert found.groups[0].label == "Pratiques"
    assert found.kinds == {"practice": 2, "theme": 1, "term": 1, "publication": 1}
    assert found.count == 5


def test_a_kind_and_facets_narrow_the_results(index):
    assert keys("personnes", kinds=["practice"], facets={"theme": ["logement", "loisirs"]}) != []
    assert keys("personnes", facets={"status": ["probante"]}) == ["practice:chez-soi"]
    assert keys("personnes", facets={"status": ["probante"], "theme": ["loisirs"]}) == []
    assert keys("logement", kinds=["theme"]) == ["theme:logement"]
    assert keys("logement", kinds=["nothing-like-it"]) == []


def test_facets_are_counted_over_everything_found(index):
    counts = selectors.facet_counts(query="personnes")
    assert counts["theme"] == {"logement": 1, "droits": 1, "loisirs": 1, "conduites-addictives": 1}
    assert counts["status"] == {"probante": 1, "a_evaluer": 1}


def test_pages_of_results_follow_one_another_without_repeats(index):
    whole = keys("personnes logement entraide paris article", limit=100)
    pages = [keys("personnes logement entraide paris article", limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [key for page in pages for key in page] == whole[:8]
    assert len(whole) >= 6


def test_the_excerpt_shows_the_words_found_as_segments_never_as_html(index):
    services.index([SearchDocument("page", "x", "Autre", "/x/", body="Avant <b>la</b> maison, le télescope & le reste.")])
    (result,) = selectors.search(query="telescopes").results
    assert [(segment.text, segment.is_match) for segment in result.excerpt] == [
        ("Avant <b>la</b> maison, le ", False),
        ("télescope", True),
        (" & le reste.", False),
    ]


def test_the_excerpt_of_a_long_text_is_its_best_passage(index):
    filler = "Rien à voir ici, vraiment rien du tout. " * 40
    body = f"{filler}Une girafe passe. {filler}Une girafe et un okapi dorment. {filler}"
    services.index([SearchDocument("page", "zoo", "Animaux", "/zoo/", body=body)])
    (result,) = selectors.search(query="girafe okapi").results
    assert result.excerpt_text.startswith("…Une girafe et un okapi dorment.")
    assert result.excerpt_text.endswith("…")
    assert len(result.excerpt_text) < 240
    assert [segment.text for segment in result.excerpt if segment.is_match][:2] == ["girafe", "okapi"]


def test_a_concept_is_marked_in_the_words_of_the_text(index):
    (result,) = selectors.search(query="SDF").results
    assert "sans-abrisme" in [segment.text for segment in result.excerpt if segment.is_match]


def test_a_search_without_result_helps_with_the_nearest_words(index):
    found = selectors.search(query="schizogtrqw")
    assert (found.count, found.results) == (0, ())
    assert "schizophrénie" in found.nearest


@pytest.mark.parametrize(
    "query",
    [
        "", "   ", "\x00\x01\x1b", "\ud800", "🙂🙂", "(((", '"logement', "logement*", "NEAR(a b)", "a AND (b OR", "title:x", "-logement",
        "'; DROP TABLE search_document; --", "%%%s %s", "^", "l’", "d'", "é" * 5000, "a " * 5000, "mot " * 1000, "\u202e\u200d\ufeff",
        "Ⅻ ½ ² ٣", "ß ŒUVRE ǆ İstanbul", "x" * 10_000_000,
    ],
)  # fmt: skip
def test_anything_may_be_typed(index, query):
    found = selectors.search(query=query, grouped=True)
    assert found.count == len(found.results) or found.count > 0
    assert len(found.query) <= 200
    [result.excerpt for result in found.results]
    selectors.suggest(query)
    selectors.facet_counts(query=query)


def test_suggestions_begin_with_what_is_typed_practices_first(index):
    assert [(one.text, one.kind) for one in selectors.suggest("hous")] == [
        ("Un chez-soi d’abord", "practice"),
        ("Effects of housing first", "publication"),
    ]
    assert selectors.suggest("h") == []


def test_bounds_of_a_page_are_held(index):
    found = selectors.search(query="logement", limit=10_000, offset=-5)
    assert (found.limit, found.offset) == (100, 0)
    assert selectors.search(query="logement", limit=0).limit == 1


def test_both_engines_give_the_same_lists(db):
    # The digest was written on SQLite; PostgreSQL has to find the very same lists in the very same order.
    generator = bench.Generator(7)
    services.index(generator.documents(150))
    found = [keys(question, limit=50) for question in generator.questions(40)]
    assert hashlib.sha256(repr(found).encode()).hexdigest()[:16] == "26d2256816ae94d5"


def test_the_same_word_is_one_token_however_it_is_written():
    assert stem("logements") == stem("logement")
    assert [position.tokens for position in analyse_document("L’éducation, l'EDUCATION")][0][0] == "educ"
    assert analyse_document("Le G.E.M. ouvre")[0].tokens == ("=gem",)
    assert "pairaid" in analyse_document("la pair-aidance")[-1].tokens


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("skizofrenie", "schizophrenie"), ("psikiatre", "psychiatre"), ("kotidien", "quotidien"), ("lojement", "logement")],
)
def test_two_spellings_of_the_same_sound_are_alike(typed, meant):
    assert sound(typed) == sound(meant)
