"""What editors do with the words of people."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from lilith.search import selectors, services
from lilith.search.models import WordMapping


@pytest.fixture
def editor(db, client):
    user = get_user_model().objects.create_superuser(email="redaction@example.org", password="un long mot de passe")
    client.force_login(user)
    return client


def address(name, *args):
    return reverse(f"wagtailsnippets_search_wordmapping:{name}", args=args)


def test_an_editor_adds_words_and_the_search_understands_them(index, editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = editor.post(
            address("add"), {"words": "clope\ngriller une cigarette", "terms": "tabac", "note": "", "live": "on"}
        )
    assert response.status_code == 302
    assert [result.key for result in selectors.search(query="clope").results] == ["tabac"]
    mapping = WordMapping.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(address("delete", mapping.pk))
    assert selectors.search(query="clope").count == 0


def test_an_empty_row_is_refused_with_its_reason(editor):
    response = editor.post(address("add"), {"words": " \n ", "terms": "tabac", "live": "on"})
    assert "Écrivez au moins un mot." in response.content.decode()
    assert WordMapping.objects.count() == 0


def test_the_list_shows_rows_in_the_order_of_editors(editor):
    services.set_word_mappings(rows=[{"words": ["zone"], "terms": ["b"]}, {"words": ["alpha"], "terms": ["a"]}])
    page = editor.get(address("list")).content.decode()
    assert page.index("zone") < page.index("alpha")


def test_an_editor_reads_what_was_not_found_month_by_month(editor):
    empty = editor.get(reverse("missed_queries_report")).content.decode()
    assert "Toutes les recherches ont trouvé quelque chose." in empty
    services.note_missed_query(query="licorne", today=date(2026, 10, 1))
    services.note_missed_query(query="<b>dragon</b>", today=date(2026, 11, 1))
    last = editor.get(reverse("missed_queries_report")).content.decode()
    assert "dragon" in last
    assert "licorne" not in last
    october = editor.get(reverse("missed_queries_report") + "?month=2026-10-01&p=x").content.decode()
    assert "licorne" in october


def test_a_reader_does_not_see_the_report(db, client):
    response = client.get(reverse("missed_queries_report"))
    assert response.status_code == 302
    assert "/compte/connexion/" in response["Location"]
