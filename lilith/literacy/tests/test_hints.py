"""Where a text is hard, and what an editor is told to do there."""

from lilith.literacy.selectors import HintKind, hints, long_sentences


def _only(found, kind):
    return [hint for hint in found if hint.kind is kind]


def test_each_hint_points_at_its_place_in_the_text():
    text = (
        "Une phrase courte.\n\n"
        "- La demande  est examinée par la MDPH au XXe siècle, et 90 % des schizophrènes attendent une réponse "
        "interinstitutionnelle qui ne vient pas."
    )
    found = hints(text, level=1, acronyms={}, stigmatising={"schizophrène": "personne vivant avec une schizophrénie"})
    assert {hint.kind for hint in found} == set(HintKind)
    for hint in found:
        if hint.kind is not HintKind.LONG_SENTENCE:
            assert " ".join(text[hint.start : hint.end].split()) == hint.excerpt.strip()
    long = _only(found, HintKind.LONG_SENTENCE)[0]
    assert text[long.start : long.end].startswith("La demande")
    assert text[long.start : long.end].endswith("vient pas.")


def test_a_stigmatising_word_is_found_in_the_plural_and_a_better_one_is_proposed():
    (hint,) = hints("Les Schizophrènes vivent.", level=3, acronyms={}, stigmatising={"schizophrène": "personne concernée"})
    assert (hint.start, hint.end, hint.suggestion) == (4, 17, "Dites plutôt « personne concernée ».")


def test_a_stigmatising_expression_inside_a_longer_word_is_left_alone():
    assert hints("Le foulard et la foule.", level=3, acronyms={}, stigmatising={"fou": ""}) == []


def test_a_percentage_becomes_a_number_of_people():
    (hint,) = hints("Cela aide 90 % des gens.", level=1, acronyms={})
    assert (hint.excerpt, hint.suggestion) == ("90 %", "Écrivez « 90 personnes sur 100 ».")


def test_a_roman_number_becomes_an_ordinary_one():
    (hint,) = hints("Lisez le tome XIV.", level=2, acronyms={})
    assert hint.suggestion == "Écrivez « 14 »."


def test_a_plainer_word_is_proposed_for_a_rare_one():
    (hint,) = hints(
        "Une équipe pluridisciplinaire vient.", level=1, acronyms={}, plain_words={"pluridisciplinaire": "de plusieurs métiers"}
    )
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
        hints(text, level=1, acronyms={}, stigmatising={"fou": ""})


def test_an_easy_text_is_told_its_sentences_of_more_than_twelve_words():
    twelve, thirteen = " ".join(["mot"] * 12), " ".join(["mot"] * 13)
    found = long_sentences(f"Titre\n{twelve.capitalize()}.\n{thirteen.capitalize()}.", longest=12)
    assert [(hint.kind, hint.message) for hint in found] == [(HintKind.LONG_SENTENCE, "Cette phrase a 13 mots.")]
    assert long_sentences("", longest=12) == []
