"""Words of the field are explained where they stand."""

import time

from lilith.foundation.explained import Vocabulary, explain
from lilith.foundation.slots import GlossaryTerm

HAS = GlossaryTerm(
    "HAS",
    "/glossaire/has/",
    "Elle dit quels soins sont bons.",
    expansion="Haute Autorité de santé",
    forms=("Haute Autorité de santé",),
)
GEM = GlossaryTerm("GEM", "/glossaire/gem/", "Un lieu pour se retrouver.", expansion="Groupe d’entraide mutuelle")
PEER = GlossaryTerm("pair-aidance", "/glossaire/pair-aidance/", "Une aide entre pairs.")
PEER_WORKER = GlossaryTerm("pair", "/glossaire/pair/", "Quelqu’un qui a vécu la même chose.")
ACT = GlossaryTerm(
    "ACT", "/glossaire/act/", "Une équipe qui vient chez vous.", expansion="Assertive Community Treatment", lang="en"
)
FIRST = GlossaryTerm("Housing First", "/glossaire/housing-first/", "Un logement d’abord.", lang="en")
WORDS = Vocabulary([HAS, GEM, PEER, PEER_WORKER, ACT, FIRST])


def marked(html: str) -> str:
    return explain(html, words=WORDS)


def test_an_acronym_carries_its_expansion_and_leads_to_its_definition():
    assert marked("<p>La HAS le dit.</p>") == (
        '<p>La <a class="mot" href="/glossaire/has/" data-mot="Elle dit quels soins sont bons.">'
        '<abbr title="Haute Autorité de santé">HAS</abbr></a> le dit.</p>'
    )


def test_only_the_first_occurrence_is_explained():
    assert marked("<p>La HAS.</p><p>La HAS.</p>").count("<a ") == 1


def test_the_full_name_and_its_acronym_are_one_term():
    assert marked("<p>La Haute Autorité de santé (HAS).</p>").count("<a ") == 1


def test_each_level_explains_its_words_again():
    assert marked("<p>La HAS.</p>") == marked("<p>La HAS.</p>")


def test_headings_links_and_buttons_are_left_alone():
    for html in (
        "<h2>La HAS</h2>",
        '<a href="/x/">la HAS</a>',
        "<button>HAS</button>",
        "<summary><h2>HAS</h2></summary>",
        "<abbr>HAS</abbr>",
    ):
        assert marked(html) == html


def test_a_heading_does_not_use_up_the_first_occurrence():
    assert '<a class="mot"' in marked("<h3>La HAS</h3><p>La HAS le dit.</p>")


def test_a_word_is_not_found_inside_another():
    for html in ("<p>Ils agissent par impact.</p>", "<p>Un impair.</p>", "<p>au-pair</p>"):
        assert marked(html) == html


def test_the_longest_term_wins():
    assert 'href="/glossaire/pair-aidance/"' in marked("<p>La pair-aidance aide.</p>")
    assert 'href="/glossaire/pair/"' not in marked("<p>La pair-aidance aide.</p>")


def test_a_plural_is_found():
    assert ">pairs</a>" in marked("<p>Des pairs vous aident.</p>")


def test_an_acronym_in_lower_case_is_an_ordinary_word():
    assert marked("<p>Il faut un act de foi.</p>") == "<p>Il faut un act de foi.</p>"


def test_straight_and_curly_apostrophes_are_the_same():
    words = Vocabulary([GlossaryTerm("groupe d’entraide", "/glossaire/g/", "Un lieu.")])
    assert "<a " in explain("<p>Un groupe d'entraide.</p>", words=words)


def test_a_foreign_term_says_its_language():
    assert 'lang="en">Housing First</a>' in marked("<p>Le modèle Housing First.</p>")


def test_what_a_definition_contains_cannot_break_the_page():
    words = Vocabulary([GlossaryTerm("mot", "/glossaire/mot/", 'Un "mot" <b>gras</b> & plus')])
    assert 'data-mot="Un &quot;mot&quot; &lt;b&gt;gras&lt;/b&gt; &amp; plus"' in explain("<p>un mot</p>", words=words)


def test_a_passage_is_never_covered_with_links():
    terms = [GlossaryTerm(f"terme{number}", f"/glossaire/t{number}/", "x") for number in range(40)]
    html = "<p>" + " ".join(term.term for term in terms) + "</p>"
    assert explain(html, words=Vocabulary(terms)).count("<a ") == 12


def test_a_page_of_twenty_kilobytes_takes_a_few_milliseconds():
    terms = [GlossaryTerm(f"mot{number} du champ", f"/glossaire/t{number}/", "x") for number in range(500)]
    words = Vocabulary(terms)
    html = "<p>Une phrase ordinaire, sans expression particulière, qui dure un peu.</p>" * 280
    best = min(_timed(html, words) for _ in range(5))
    # Seven milliseconds on the reference machine; four times that is still invisible and does not fail on a busy one.
    assert best < 0.028


def _timed(html: str, words: Vocabulary) -> float:
    start = time.perf_counter()
    explain(html, words=words)
    return time.perf_counter() - start
