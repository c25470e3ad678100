"""The catalogue of trainings, as someone who wants to learn uses it."""

from datetime import date

import pytest
from django.test import RequestFactory
from django.urls import reverse

from lilith.accounts.models import User
from lilith.trainings import selectors, slots
from lilith.trainings.documents import COURSES
from lilith.trainings.enums import DatesState, Family
from lilith.trainings.models import Course
from lilith.trainings.sitemaps import CourseSitemap

TODAY = date(2026, 11, 22)


def course(slug: str, title: str, **fields) -> Course:
    values = {"type": "formation", "organiser": "Un centre", "updated_on": TODAY, **fields}
    record = Course(slug=slug, title=title, **values)
    record.full_clean()
    record.save()
    return record


def catalogue() -> str:
    return slots.catalogue(RequestFactory().get("/formations/"), {})


@pytest.mark.parametrize(
    ("course_type", "family"),
    [
        ("licence professionnelle", Family.DIPLOMA),
        ("diplôme d’État (grade master)", Family.DIPLOMA),
        ("MOOC", Family.ONLINE),
        ("parcours e-learning + présentiel", Family.ONLINE),
        ("webinaires", Family.MEETING),
        ("échanges en visioconférence", Family.MEETING),
        ("projet européen (clos)", Family.PROJECT),
        ("immersion", Family.COURSE),
        ("quelque chose de nouveau", Family.COURSE),
    ],
)
def test_every_type_of_training_has_its_family(course_type, family):
    assert selectors.family_of(course_type=course_type) == family


@pytest.mark.parametrize(
    ("dates", "state", "expected"),
    [
        (["du 11 au 13 octobre 2023, à Rennes"], "2023", DatesState.PAST),
        (["promotion 2024\u00a0: à partir de mars 2024, à Paris"], "2023-2024", DatesState.PAST),
        (["juin 2027"], "2026", DatesState.TO_CHECK),
        (["janvier 2026"], "2026", DatesState.TO_CHECK),
        (["depuis 2018\u00a0; promotion ouverte en 2023"], "2023", DatesState.TO_CHECK),
        (["en automne"], "2019", DatesState.PAST),
        (["en automne"], "2026", DatesState.UNKNOWN),
        ([], "2019", DatesState.UNKNOWN),
        ([], "", DatesState.UNKNOWN),
    ],
)
def test_a_reader_is_told_the_truth_about_dates(dates, state, expected):
    assert selectors.dates_state(dates=dates, state=state, today=TODAY) == expected


@pytest.mark.django_db
def test_a_training_whose_dates_are_past_says_so(client):
    course(
        "rennes",
        "Enquêteurs",
        dates="du 11 au 13 octobre 2023, à Rennes",
        state="2023",
        audience="habitants",
        facts="Trois jours.",
    )
    html = client.get("/formations/rennes/").content.decode()
    assert "Ces dates sont passées." in html
    assert "Vous ne pouvez pas vous inscrire ici." in html
    assert "Trois jours." in html
    assert "Habitants" in html


@pytest.mark.django_db
def test_a_price_that_is_not_known_is_not_invented(client):
    course("libre", "Un cours", type="MOOC", free=True)
    course("inconnu", "Autre cours", free=None)
    assert "<dt>Prix</dt>" in client.get("/formations/libre/").content.decode()
    assert "<dt>Prix</dt>" not in client.get("/formations/inconnu/").content.decode()


@pytest.mark.django_db
def test_the_catalogue_goes_family_by_family_without_javascript(client):
    course("a", "Zed", type="licence")
    course("b", "Alpha", type="MOOC", free=True)
    html = catalogue()
    assert html.index("Zed") < html.index("Alpha")
    assert 'href="/formations/type-diplomes/"' in html
    assert 'href="/formations/gratuites/"' in html
    assert "Alpha" not in client.get("/formations/type-diplomes/").content.decode()
    assert "Zed" not in client.get("/formations/gratuites/").content.decode()
    assert client.get("/formations/type-webinaires/").status_code == 404
    assert client.get("/formations/type-xyz/").status_code == 404


@pytest.mark.django_db
def test_a_long_catalogue_is_cut_in_pages(client):
    for number in range(25):
        course(f"c{number}", f"Cours {number:02d}")
    assert catalogue().count('<div class="entree">') == 24
    assert 'href="/formations/page-2/"' in catalogue()
    assert client.get("/formations/page-2/").content.decode().count('<div class="entree">') == 1
    assert client.get("/formations/page-3/").status_code == 404
    assert client.get("/formations/gratuites/").status_code == 404


@pytest.mark.django_db
def test_a_reader_goes_from_one_training_to_the_next_one(client):
    for number in range(3):
        course(f"c{number}", f"Cours {number}")
    html = client.get("/formations/c1/").content.decode()
    assert 'rel="prev" href="/formations/c0/"' in html
    assert 'rel="next" href="/formations/c2/"' in html
    assert '"@type":"Course"' in html


@pytest.mark.django_db
def test_withdrawn_and_demonstration_trainings_stay_where_they_belong(client):
    course("vieux", "Vieux cours", live=False)
    fake = course("faux", "Faux cours", is_demo=True)
    real = course("vrai", "Vrai cours", organiser="Psycom", dates="2023")
    assert client.get("/formations/vieux/").status_code == 410
    assert [item.slug for item in CourseSitemap().items()] == ["vrai"]
    documents = list(COURSES.documents([fake, real]))
    assert [document.key for document in documents] == ["vrai"]
    assert "Psycom" in documents[0].body


@pytest.mark.django_db
def test_pages_set_no_cookie_and_need_few_queries(client, django_assert_max_num_queries):
    course("c", "Cours")
    with django_assert_max_num_queries(4):
        response = client.get("/formations/c/")
    assert not response.cookies


@pytest.mark.django_db
def test_an_editor_opens_the_list_and_the_form_of_trainings(client):
    client.force_login(User.objects.create_superuser("redaction@example.org", "un mot de passe long"))
    record = course("c", "Cours rare")
    name = Course.snippet_viewset.get_url_name
    assert "Cours rare" in client.get(reverse(name("list")), {"q": "rare"}).content.decode()
    assert client.get(reverse(name("edit"), args=[record.pk])).status_code == 200
