"""The report of texts to read again, as editors open it."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from lilith.accounts.models import User
from lilith.library.tests.records import publication, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(client):
    client.force_login(User.objects.create_superuser("redaction@example.org", "un mot de passe long"))

    def read(**query: str) -> str:
        html = client.get(reverse("review_report"), query).content.decode()
        return html[html.index("<main") :]

    with time_machine.travel("2026-11-22 10:00", tick=False):
        yield read


def test_editors_see_first_what_is_most_late(report):
    near = term("Bientôt", next_review_on=date(2026, 12, 1))
    late = term("Tardif", next_review_on=date(2025, 1, 1))
    term("Plus tard", next_review_on=date(2027, 6, 1))
    term("Faux", next_review_on=date(2020, 1, 1), is_demo=True)
    html = report()
    assert "2 textes à revoir" in html
    assert html.index(f"/library/term/edit/{late.pk}/") < html.index(f"/library/term/edit/{near.pk}/")
    assert "en retard, depuis le 1er janvier 2025" in html
    assert "Plus tard" not in html
    assert "Faux" not in html


def test_editors_keep_one_kind_of_text(report):
    term("Mot", next_review_on=date(2025, 1, 1))
    publication(next_review_on=date(2025, 1, 1))
    assert "1 texte à revoir" in report(kind="library.term")
    assert "2 textes à revoir" in report(kind="nimporte", p="abc")


def test_the_report_is_for_editors_only(client):
    assert client.get(reverse("review_report")).status_code == 302
