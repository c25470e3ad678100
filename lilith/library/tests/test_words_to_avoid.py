"""The list of words to avoid: who keeps it, how it is loaded, and what two people who write at once see."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from lilith.accounts.enums import Role
from lilith.accounts.services import Grant, create_account
from lilith.library import selectors, services
from lilith.library.advice.permissions import Verb, allows
from lilith.library.models import WordAdvice

DAY = date(2026, 11, 22)
INDEX = "/mon-espace/mots/"
ROW = {"word": "malade mental", "reason": "stigma", "say": "personne qui vit avec un trouble psychique"}
TYPED = {
    "word": "cohorte",
    "reason": "jargon",
    "say": "groupe suivi",
    "why": "",
    "forms": "",
    "live": "on",
    "seen_version": "0",
}


def _person(role):
    return create_account(email="a@example.org", display_name="Camille", roles=[Grant(role=role)])


def _values(**changes):
    return {"word": "cohorte", "forms": "", "reason": "jargon", "say": "", "why": "", "live": True, **changes}


@pytest.mark.parametrize("role", Role)
def test_only_those_who_keep_the_list_may_change_it(role):
    keepers = {Role.LIVED_EXPERIENCE, Role.LITERACY, Role.COORDINATION, Role.ADMIN}
    assert allows(role, Verb.KEEP_WORDS_TO_AVOID) == (role in keepers)


@pytest.mark.django_db
def test_a_person_concerned_adds_a_word_and_it_carries_their_group(client):
    client.force_login(_person(Role.LIVED_EXPERIENCE))
    assert "Les mots à éviter" in client.get("/mon-espace/").content.decode()
    answer = client.post(f"{INDEX}ajouter/", TYPED, follow=True)
    assert "«\u00a0cohorte\u00a0» est dans la liste." in answer.content.decode()
    advice = WordAdvice.objects.get()
    assert (advice.word, advice.kept_by, advice.live) == ("cohorte", Role.LIVED_EXPERIENCE, True)
    assert "Groupe des personnes concernées" in client.get(INDEX).content.decode()


@pytest.mark.django_db
def test_a_writer_and_a_stranger_do_not_enter(client):
    assert client.get(INDEX).status_code == 302
    client.force_login(_person(Role.WRITER))
    assert client.get(INDEX).status_code == 403
    assert client.post(f"{INDEX}ajouter/", TYPED).status_code == 403
    assert not WordAdvice.objects.exists()


@pytest.mark.django_db
def test_a_word_is_in_the_list_once_whatever_its_capitals(client):
    services.add_word_advice(values=_values(), role=Role.LITERACY, today=DAY)
    client.force_login(_person(Role.LITERACY))
    answer = client.post(f"{INDEX}ajouter/", TYPED | {"word": "Cohorte"})
    assert answer.status_code == 422
    assert "Ce mot est déjà dans la liste." in answer.content.decode()
    assert WordAdvice.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [("word", "…"), ("word", "é" * 121), ("reason", "autre"), ("forms", "mot\n" * 600), ("seen_version", "x")],
)
def test_what_cannot_be_kept_is_refused_with_a_message(client, field, value):
    client.force_login(_person(Role.LITERACY))
    answer = client.post(f"{INDEX}ajouter/", TYPED | {field: value})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not WordAdvice.objects.exists()


@pytest.mark.django_db
def test_the_second_of_two_people_who_change_a_word_is_told_and_loses_nothing(client):
    advice = services.add_word_advice(values=_values(), role=Role.LITERACY, today=DAY)
    client.force_login(_person(Role.LIVED_EXPERIENCE))
    address = f"{INDEX}{advice.pk}/"
    assert 'name="seen_version" value="1"' in client.get(address).content.decode()
    mine = TYPED | {"say": "groupe de personnes", "seen_version": "1"}
    services.change_word_advice(
        advice=WordAdvice.objects.get(), values=_values(say="groupe"), seen_version=1, role=Role.LITERACY, today=DAY
    )
    answer = client.post(address, mine)
    assert answer.status_code == 422
    assert "Quelqu’un a changé ce mot" in answer.content.decode()
    assert "groupe de personnes" in answer.content.decode()
    assert WordAdvice.objects.get().say == "groupe"
    assert client.post(address, mine | {"seen_version": "2"}).status_code == 302
    assert WordAdvice.objects.get().say == "groupe de personnes"


@pytest.mark.django_db
def test_the_list_is_searched_and_filtered(client, django_assert_max_num_queries):
    services.set_word_advice(rows=[ROW, {"word": "cohorte", "reason": "jargon"}])
    client.force_login(_person(Role.LITERACY))
    with django_assert_max_num_queries(8):
        page = client.get(INDEX).content.decode()
    assert "malade mental" in page
    assert "Liste de départ, pas encore relue" in page
    page = client.get(INDEX, {"q": "trouble", "motif": "stigma", "page": "x"}).content.decode()
    assert "malade mental" in page
    assert "cohorte" not in page
    assert "Aucun mot trouvé." in client.get(INDEX, {"q": "%"}).content.decode()


@pytest.mark.django_db
def test_the_file_is_followed_until_people_change_a_word():
    assert services.set_word_advice(rows=[ROW]) == []
    assert services.set_word_advice(rows=[ROW | {"say": "personne concernée"}]) == []
    advice = WordAdvice.objects.get()
    assert (advice.say, advice.kept_by, advice.version) == ("personne concernée", "", 2)
    services.change_word_advice(
        advice=advice,
        values=_values(word="malade mental", reason="stigma", say="quelqu’un"),
        seen_version=2,
        role=Role.LIVED_EXPERIENCE,
        today=DAY,
    )
    assert services.set_word_advice(rows=[ROW]) == ["malade mental"]
    assert WordAdvice.objects.get().say == "quelqu’un"
    # Brought back into the file, it follows the file again.
    assert services.set_word_advice(rows=selectors.word_advice_rows()) == []
    assert services.set_word_advice(rows=[ROW]) == []
    assert WordAdvice.objects.get().say == ROW["say"]


@pytest.mark.django_db
def test_a_word_that_leaves_the_file_leaves_the_list_but_not_one_that_people_wrote():
    services.set_word_advice(rows=[ROW])
    services.add_word_advice(values=_values(), role=Role.LITERACY, today=DAY)
    services.set_word_advice(rows=[])
    assert [advice.word for advice in WordAdvice.objects.all()] == ["cohorte"]


@pytest.mark.django_db
def test_a_word_out_of_service_is_no_longer_looked_for():
    advice = services.add_word_advice(values=_values(forms="groupe suivi"), role=Role.LITERACY, today=DAY)
    assert [item.word for _, _, item in selectors.reading_words().advice.find("Des cohortes, un groupe suivi.")] == [
        "cohorte"
    ] * 2
    services.change_word_advice(advice=advice, values=_values(live=False), seen_version=1, role=Role.LITERACY, today=DAY)
    assert selectors.reading_words().advice.find("Des cohortes.") == []


@pytest.mark.django_db
def test_a_word_is_refused_twice_even_when_two_people_write_it_at_once(monkeypatch):
    services.add_word_advice(values=_values(), role=Role.LITERACY, today=DAY)
    # The second one checked before the first one wrote.
    monkeypatch.setattr(WordAdvice, "validate_constraints", lambda self, exclude=None: None)
    with pytest.raises(ValidationError, match="déjà dans la liste"):
        services.add_word_advice(values=_values(word="COHORTE"), role=Role.LITERACY, today=DAY)
