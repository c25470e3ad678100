"""Where a text is hard, and what an editor is told to do there."""

import pytest

from lilith.literacy.selectors import (
    Advice,
    AdviceKind,
    HintKind,
    WordList,
    hints,
    judge,
    long_sentences,
    missing_unknown,
    review,
    score,
)


def _list(word, kind=AdviceKind.STIGMA, say="", **more):
    return WordList([Advice(word, kind, say, **more)])


def _only(found, kind):
    return [hint for hint in found if hint.kind is kind]


def test_each_hint_points_at_its_place_in_the_text():
    text = (
        "Une phrase courte.\n\n"
        "- La demande  est examinée par la MDPH au XXe siècle, et 90 % des schizophrènes attendent une réponse "
        "interinstitutionnelle d’une cohorte qui ne vient pas."
    )
    words = WordList(
        [
            Advice("schizophrène", AdviceKind.STIGMA, "personne vivant avec une schizophrénie"),
            Advice("cohorte", AdviceKind.JARGON, "groupe de personnes suivies"),
        ]
    )
    found = hints(text, level=1, acronyms={}, advice=words)
    # An empty section has no place: see below.
    assert {hint.kind for hint in found} == set(HintKind) - {HintKind.MISSING_UNKNOWN}
    for hint in found:
        if hint.kind is not HintKind.LONG_SENTENCE:
            assert " ".join(text[hint.start : hint.end].split()) == hint.excerpt.strip()
    long = _only(found, HintKind.LONG_SENTENCE)[0]
    assert text[long.start : long.end].startswith("La demande")
    assert text[long.start : long.end].endswith("vient pas.")


def test_a_stigmatising_word_is_found_in_the_plural_and_a_better_one_is_proposed():
    (hint,) = hints("Les Schizophrènes vivent.", level=3, acronyms={}, advice=_list("schizophrène", say="personne concernée"))
    assert (hint.start, hint.end, hint.suggestion) == (4, 17, "Dites plutôt « personne concernée ».")


def test_a_stigmatising_expression_inside_a_longer_word_is_left_alone():
    assert hints("Le foulard et la foule.", level=3, acronyms={}, advice=_list("fou")) == []


def test_a_percentage_becomes_a_number_of_people():
    (hint,) = hints("Cela aide 90 % des gens.", level=1, acronyms={})
    assert (hint.excerpt, hint.suggestion) == ("90 %", "Écrivez « 90 personnes sur 100 ».")


def test_a_roman_number_becomes_an_ordinary_one():
    (hint,) = hints("Lisez le tome XIV.", level=2, acronyms={})
    assert hint.suggestion == "Écrivez « 14 »."


def test_a_plainer_word_is_proposed_for_a_rare_one():
    words = _list("pluridisciplinaire", AdviceKind.RARE, "de plusieurs métiers", why="Dites ce que chacun fait.")
    (hint,) = hints("Une équipe pluridisciplinaire vient.", level=1, acronyms={}, advice=words)
    assert (hint.kind, hint.excerpt) == (HintKind.RARE_WORD, "pluridisciplinaire")
    assert hint.message == "« pluridisciplinaire » est un mot peu courant. Dites ce que chacun fait."
    assert hint.suggestion == "Dites plutôt « de plusieurs métiers »."


def test_a_long_sentence_is_told_where_to_cut():
    text = "Une équipe vient chez vous chaque semaine pour parler, et elle vous aide à faire vos papiers avec la mairie."
    (hint,) = hints(text, level=1, acronyms={})
    assert hint.message == "Cette phrase a 20 mots."
    assert hint.suggestion == "Coupez par exemple après « …chaque semaine pour parler »."


def test_the_third_level_allows_percentages_and_learned_words():
    assert hints("La psychoéducation aide 40 % des familles.", level=3, acronyms={}) == []


def test_an_acronym_is_pointed_at_once():
    found = hints("La MDPH répond. La MDPH écrit.", level=3, acronyms={})
    assert [(hint.start, hint.excerpt) for hint in found] == [(3, "MDPH")]


def test_anything_may_be_typed():
    for text in ("", "\x00\ud800", "((((" * 500, "A." * 2000, "été " * 3000, "\u202e<script>", "12 % " * 200):
        hints(text, level=1, acronyms={}, advice=_list("fou"))


def test_an_easy_text_is_told_its_sentences_of_more_than_twelve_words():
    twelve, thirteen = " ".join(["mot"] * 12), " ".join(["mot"] * 13)
    found = long_sentences(f"Titre\n{twelve.capitalize()}.\n{thirteen.capitalize()}.", longest=12)
    assert [(hint.kind, hint.message) for hint in found] == [(HintKind.LONG_SENTENCE, "Cette phrase a 13 mots.")]
    assert long_sentences("", longest=12) == []


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Des malades mentaux vivent ici.", "malades mentaux"),
        ("Les malades mentales vivent ici.", "malades mentales"),
        ("Elle souffre d’un trouble.", "souffre d’"),
        ("Ils souffrent de troubles.", "souffrent de"),
        ("Un essai randomisé a eu lieu.", "essai randomisé"),
        ("Des essais\u00a0randomisés ont eu lieu.", "essais\u00a0randomisés"),
    ],
)
def test_an_expression_is_found_whatever_its_plural_its_feminine_and_its_spaces(text, excerpt):
    words = WordList(
        [
            Advice("malade", AdviceKind.STIGMA),
            Advice("malade mental", AdviceKind.STIGMA),
            Advice("souffrir de", AdviceKind.STIGMA, forms=("souffre de", "souffrent de")),
            Advice("essai randomisé", AdviceKind.JARGON),
        ]
    )
    found = hints(text, level=2, acronyms={}, advice=words)
    assert [hint.excerpt for hint in found if hint.kind in {HintKind.STIGMA, HintKind.JARGON}] == [excerpt]


def test_an_expression_cut_by_a_comma_or_a_line_is_not_one():
    words = _list("malade mental")
    assert hints("Il est malade, mental ou pas.", level=3, acronyms={}, advice=words) == []
    assert hints("Il est malade.\nMental aussi.", level=3, acronyms={}, advice=words) == []


def test_words_of_studies_are_for_the_third_level_and_words_that_hurt_for_none():
    words = WordList([Advice("cohorte", AdviceKind.JARGON), Advice("toxicomane", AdviceKind.STIGMA)])
    kinds = {
        level: [hint.kind for hint in hints("La cohorte des toxicomanes.", level=level, acronyms={}, advice=words)]
        for level in (1, 2, 3)
    }
    assert kinds[2] == [HintKind.JARGON, HintKind.STIGMA]
    assert kinds[3] == [HintKind.STIGMA]


def test_an_empty_section_on_what_is_not_known_is_pointed_at():
    assert [hint.kind for hint in missing_unknown(" \n…")] == [HintKind.MISSING_UNKNOWN]
    assert missing_unknown("Nous ne savons pas combien de temps l’effet dure.") == []


def test_a_review_says_what_score_goals_and_hints_say():
    text = "La demande est examinée par la MDPH. Cela aide 90 % des gens."
    found = review(text, level=1, acronyms={}, advice=_list("gens"))
    assert found.reading == score(text, acronyms={})
    assert found.goals == judge(found.reading, 1)
    assert found.hints == hints(text, level=1, acronyms={}, advice=_list("gens"))


def test_an_easy_to_read_text_is_held_to_its_own_length_of_sentence():
    text = " ".join(["Mot", *["mot"] * 12]) + "."
    assert hints(text, level=1, acronyms={}) == []
    assert [hint.kind for hint in hints(text, level=1, acronyms={}, longest=12)] == [HintKind.LONG_SENTENCE]
