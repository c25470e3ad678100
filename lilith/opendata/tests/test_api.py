"""What a program reads of the site, and what it is told when it asks badly."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from wagtail.models import Page

from lilith.evidence.enums import Domain
from lilith.evidence.models import Dossier, Outcome, RightsRating
from lilith.evidence.services import Judgment, Reason, inputs_of, publish_rating, record_outcome, record_study
from lilith.foundation.slots import SearchDocument
from lilith.library.models import Publication
from lilith.practices.models import KnownSite, PathwayPage, PracticePage, PracticeTheme, ThemePage
from lilith.search.models import MissedQuery
from lilith.search.services import index, reindex_record

SNAPSHOT = Path(__file__).parent / "openapi.json"
DAY = date(2026, 11, 22)
LOWERS = (
    Domain.RISK_OF_BIAS, Domain.INCONSISTENCY, Domain.INDIRECTNESS, Domain.IMPRECISION, Domain.PUBLICATION_BIAS,
)  # fmt: skip
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def site(db):
    """Three public practices (b is the full one), a draft, one of the demonstration; a publication and a theme."""
    cache.clear()
    root = Page.get_first_root_node()
    home = root.add_child(instance=Page(title="Accueil", slug="accueil-api"))
    pathway = home.add_child(instance=PathwayPage(title="Parcours de vie", slug="parcours-de-vie", summary="Habiter."))
    theme = pathway.add_child(instance=ThemePage(title="Le logement", slug="logement", short_title="Logement"))
    folder = home.add_child(instance=Page(title="Pratiques", slug="pratiques"))
    publication = Publication.objects.create(
        slug="etude-2019", title="Étude de 2019", type="rapport", authors="Martin A.\nDupont B.", year=2019
    )
    for slug, fields in {
        "a": {},
        "b": {
            "title": "Un chez-soi d’abord",
            "acronym": "UCSD",
            "other_names": "Housing First\nLogement d’abord",
            "essential": "<p>Un <b>vrai</b> logement.</p><p>Tout de suite.</p>",
            "documents_level": "fort",
            "evidence": [("study", {"design": "Essai randomisé", "result": "Moins de nuits dehors"})],
            "support_team": "Équipe de Lille",
            "support_team_state": "pressentie",
            "sources": "s3 : 570\ns4 : expulsions",
            "written_on": DAY,
            "updated_on": DAY,
        },
        "c": {},
        "brouillon": {"live": False},
        "demo": {"is_demo": True},
    }.items():
        values = {"title": slug.upper(), "kind": "programme", "summary": "Une phrase.", **fields}
        page = folder.add_child(instance=PracticePage(slug=slug, **values))
        PracticeTheme.objects.create(practice=page, theme=theme)
        if slug == "b":
            KnownSite.objects.create(practice=page, place="Lille", state="en-activite", since="2011")
            page.publications.add(publication)
            page.save()
    return folder


def get(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def error_code(client, address, status):
    answer = get(client, address, status)
    assert set(answer) == {"error"}
    assert set(answer["error"]) == {"code", "message"}
    assert answer["error"]["message"]
    return answer["error"]["code"]


def test_a_program_reads_a_practice_at_its_five_levels(client, site):
    practice = get(client, "/api/v1/practices/b")
    assert practice["id"] == "b"
    assert practice["url"] == "/pratiques/b/"
    assert practice["names"] == {
        "main": "Un chez-soi d’abord", "short": "", "acronym": "UCSD", "others": ["Housing First", "Logement d’abord"],
    }  # fmt: skip
    assert practice["themes"] == [
        {"id": "logement", "title": "Le logement", "pathway": "parcours-de-vie", "url": "/parcours-de-vie/logement/"}
    ]
    assert [level["level"] for level in practice["levels"]] == [1, 2, 3, 4, 5]
    assert practice["levels"][0]["sections"] == [
        {
            "id": "essential",
            "title": "L’essentiel",
            "text": "Un vrai logement.\nTout de suite.",
            "html": "<p>Un <b>vrai</b> logement.</p><p>Tout de suite.</p>",
        }
    ]
    assert practice["evidence"]["documents_level"]["code"] == "fort"
    assert practice["evidence"]["studies"][0]["design"] == "Essai randomisé"
    assert practice["rights"]["state"] == "not_assessed"
    assert practice["publications"][0]["authors"] == ["Martin A.", "Dupont B."]
    assert practice["sites"][0] | {"note": ""} == {
        "place": "Lille", "scope": "lieu", "departement": None, "region": None, "country": "", "since": "2011", "note": "",
        "state": {"code": "en-activite", "label": "en activité"},
    }  # fmt: skip
    assert practice["teams"][0]["name"] == "Équipe de Lille"
    assert practice["dates"]["updated"] == "2026-11-22"
    assert practice["sources"] == [{"document": "s3", "near": "570"}, {"document": "s4", "near": "expulsions"}]
    assert practice["version"] >= 1


def test_a_program_reads_that_nobody_has_judged_a_practice_without_dossier(client, site):
    practice = get(client, "/api/v1/practices/a")
    assert practice["evidence"]["basis"] == "none"
    assert practice["evidence"]["certainty"] == {"code": "non_jugee", "label": "non jugée"}
    assert [right["signed"] for right in practice["rights"]["dimensions"]] == [[]] * 5


def test_a_program_reads_each_outcome_with_the_steps_of_its_certainty(client, site):
    dossier = Dossier.objects.create(slug="d", title="Un toit", france_evidence="essai", origin_note="New York.")
    outcome = Outcome.objects.create(slug="logement", name="Maintien dans le logement", plain_name="Garder son logement")
    text = Publication.objects.get(slug="etude-2019")
    record_outcome(
        dossier=dossier, outcome=outcome, studies=(record_study(dossier=dossier, publication=text),), importance="critical",
        start="trial", direction="better", result_words="Elles restent.", events_with=82, total_with=100, events_without=31,
        total_without=100, event_words="sont logées",
    )  # fmt: skip
    PracticePage.objects.filter(slug="b").update(dossier=dossier)
    said = get(client, "/api/v1/practices/b")["evidence"]
    assert (said["basis"], said["method"], said["outcomes"][0]["steps"]) == ("documents", None, [])
    line = dossier.outcomes.get()
    judged = [
        Judgment(domain, int(domain == "imprecision"), (Reason("première lecture", "Peu de monde."),)) for domain in LOWERS
    ]
    publish_rating(dossier=dossier, inputs=inputs_of(dossier=dossier, judgments={line.pk: judged}), now=NOW)
    said = get(client, "/api/v1/practices/b")["evidence"]
    assert (said["basis"], said["certainty"]["code"], said["effect"]["code"]) == ("appraisal", "moderee", "favourable")
    assert (said["method"], said["rated_on"], said["france"]["code"]) == ("grade-1", "2026-11-22", "essai")
    first = said["outcomes"][0]
    assert (first["direction"]["code"], first["studies"], first["certainty"]["code"]) == ("better", ["etude-2019"], "moderee")
    assert first["frequency"]["with_practice"] == 82
    step = next(step for step in first["steps"] if step["domain"] == "imprecision")
    assert (step["points"], step["after"]) == (1, "moderee")
    assert step["reasons"] == [{"by": "première lecture", "text": "Peu de monde."}]


def test_a_program_reads_both_voices_of_a_right_and_never_one_alone(client, site):
    dossier = Dossier.objects.create(slug="d", title="Un toit")
    PracticePage.objects.filter(slug="b").update(dossier=dossier)
    facts = {"dossier": dossier, "dimension": "inclusion", "justification": "Chacun sort.", "valid_at": DAY, "recorded_at": NOW}
    RightsRating.objects.create(voice="committee", level="respects", role="comite", **facts)
    assert get(client, "/api/v1/practices/b")["rights"]["state"] == "not_assessed"
    RightsRating.objects.create(voice="lived_experience", level="mixed", role="usagers", **facts)
    said = get(client, "/api/v1/practices/b")["rights"]
    right = next(right for right in said["dimensions"] if right["code"] == "inclusion")
    assert said["state"] == "partly_assessed"
    assert [(one["voice"]["code"], one["level"]["code"]) for one in right["signed"]] == [
        ("committee", "respects"), ("lived_experience", "mixed"),
    ]  # fmt: skip


def test_a_dossier_that_is_not_online_is_not_told(client, site):
    dossier = Dossier.objects.create(slug="d", title="Un toit", origin_note="New York.", live=False)
    PracticePage.objects.filter(slug="b").update(dossier=dossier)
    assert get(client, "/api/v1/practices/b")["evidence"]["origin"] == ""


def test_a_program_reads_all_practices_page_by_page(client, site):
    first = get(client, "/api/v1/practices?limit=2")
    assert [practice["id"] for practice in first["results"]] == ["a", "b"]
    second = get(client, f"/api/v1/practices?limit=2&cursor={first['next_cursor']}")
    assert [practice["id"] for practice in second["results"]] == ["c"]
    assert second["next_cursor"] is None


def test_the_number_of_queries_does_not_grow_with_the_page(client, site, django_assert_max_num_queries):
    for practice in PracticePage.objects.filter(slug__in="abc"):
        PracticePage.objects.filter(pk=practice.pk).update(
            dossier=Dossier.objects.create(slug=practice.slug, title=practice.title)
        )
    with django_assert_max_num_queries(20):
        get(client, "/api/v1/practices?limit=100")


@pytest.mark.parametrize("practice", ["brouillon", "demo", "rien", "..", "%F0%9F%99%82"])
def test_what_is_not_public_does_not_exist(client, site, practice):
    assert error_code(client, f"/api/v1/practices/{practice}", 404) == "not_found"


@pytest.mark.parametrize("cursor", ["x", "a", "Imh0dHA6Ly8i:1abc:def", "é", "x" * 5000])
def test_a_cursor_that_we_did_not_give_is_refused(client, site, cursor):
    assert error_code(client, f"/api/v1/practices?cursor={cursor}", 400) == "invalid_cursor"


@pytest.mark.parametrize("limit", ["0", "101", "-1", "abc", "1.5", "", "9" * 400, "١"])
def test_a_limit_out_of_bounds_is_refused(client, site, limit):
    for address in ("/api/v1/practices", "/api/v1/search"):
        assert error_code(client, f"{address}?limit={limit}", 422) == "invalid_value"


def test_a_text_that_is_no_text_is_refused(client, site):
    for address in ("/api/v1/search?q=%00", "/api/v1/search?q=%FF", "/api/v1/practices?cursor=%00", "/api/v1/practices/b%00"):
        response = client.get(address)
        assert response.status_code in (400, 404), address
        assert set(response.json()["error"]) == {"code", "message"}


def test_a_program_searches(client, site):
    index([SearchDocument("practice", "b", "Un chez-soi d’abord", "/pratiques/b/", ("UCSD",), body="Un vrai logement.")])
    index([SearchDocument("theme", "logement", "Le logement", "/parcours-de-vie/logement/")])
    answer = get(client, "/api/v1/search?q=logements")
    assert answer["query"] == "logements"
    assert answer["count"] == 2
    assert {(one["type"], one["id"]) for one in answer["results"]} == {("practice", "b"), ("theme", "logement")}
    practice = next(one for one in answer["results"] if one["type"] == "practice")
    assert set(practice) == {"type", "id", "title", "url", "excerpt", "score"}
    assert practice["excerpt"] == "Un vrai logement."
    assert practice["url"] == "/pratiques/b/"
    only = get(client, "/api/v1/search?q=logements&type=theme&limit=1")
    assert (only["count"], [one["id"] for one in only["results"]]) == (1, ["logement"])


@pytest.mark.parametrize("query", ["", "q=", "q=%22%28*", "q=" + "a" * 5000, "q=%F0%9F%99%82", "q=a&q=b", "x=1"])
def test_any_question_has_an_answer(client, site, query):
    answer = get(client, f"/api/v1/search?{query}")
    assert answer["results"] == []
    assert answer["count"] == 0


def test_a_type_that_does_not_exist_is_refused_and_named(client, site):
    answer = get(client, "/api/v1/search?q=a&type=chat", 422)
    assert answer == {"error": {"code": "invalid_value", "message": "Valeur impossible : type."}}


def test_a_question_without_answer_is_noted_for_editors(client, site):
    get(client, "/api/v1/search?q=licorne")
    assert list(MissedQuery.objects.values_list("words", "count")) == [("licorne", 1)]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "address", ["/api/v1/search", "/api/v1/practices", "/api/v1/practices/b", "/api/v1/openapi.json", "/api/x"]
)
def test_nothing_can_be_written(client, site, method, address):
    response = getattr(client, method)(address)
    assert response.status_code == 405
    assert response.json()["error"]["code"] == "method_not_allowed"
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_a_browser_may_ask_before_reading_from_another_site(client, site):
    response = client.options("/api/v1/practices")
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]


def test_the_head_of_an_answer_can_be_asked_alone(client, site):
    response = client.head("/api/v1/practices")
    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v2/practices", "/api/v1/rien", "/api/v1/practices/b/rien"])
def test_an_address_that_does_not_exist_answers_in_the_same_shape(client, site, address):
    assert error_code(client, address, 404) == "not_found"


def test_a_loop_without_rest_is_asked_to_wait(client, site, monkeypatch):
    monkeypatch.setattr("lilith.opendata.api.api.SEARCHES_A_MINUTE", 2)
    # In the worst case a minute ends in between: three in a row of six still meet the limit.
    statuses = [client.get("/api/v1/search?q=a").status_code for _ in range(6)]
    assert 429 in statuses
    assert statuses[0] == 200


def test_answers_set_no_cookie(client, site):
    assert client.get("/api/v1/practices").cookies == {}


def test_the_description_of_the_api_is_the_one_that_was_agreed(client, site):
    # A change here is a change of contract. To record one: LILITH_RECORD=1 pytest lilith/opendata.
    described = get(client, "/api/v1/openapi.json")
    if os.environ.get("LILITH_RECORD") == "1":
        SNAPSHOT.write_text(json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert described == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_a_practice_that_is_published_is_found_by_programs_at_once(client, site):
    reindex_record(PracticePage.objects.get(slug="b"))
    assert [one["id"] for one in get(client, "/api/v1/search?q=UCSD&type=practice")["results"]] == ["b"]
