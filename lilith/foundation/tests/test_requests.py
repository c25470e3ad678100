"""Limits, safety headers, health and error pages, through the whole of Django."""

import json
import logging

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from lilith.foundation import schema
from lilith.foundation.logs import JsonFormatter, RequestIdFilter, request_id
from lilith.foundation.middleware import PageCacheHeadersMiddleware
from lilith.foundation.page_cache import declare, varies_on
from lilith.foundation.views import bad_request, csrf_failure, error_page, forbidden, not_found, server_error

pytestmark = pytest.mark.django_db


def boom(request):
    raise RuntimeError("boom")


urlpatterns = [
    path("lire/", lambda request: HttpResponse("bonjour")),
    path("boom/", boom),
    path("api/v1/x", lambda request: HttpResponse("{}", content_type="application/json")),
    path("api/v1/boom", boom),
    path("redaction/x/", lambda request: HttpResponse("admin")),
    path("envoyer/", lambda request: HttpResponse("reçu")),
]
handler400, handler403, handler404, handler500 = bad_request, forbidden, not_found, server_error
ours = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


class TestLimits:
    @ours
    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/lire/?q=caf%C3%A9", 200),
            ("/caf%C3%A9-l%C5%93uvre/", 404),
            ("/" + "a" * 2001, 414),
            ("/lire/?q=" + "a" * 8000, 414),
            ("/lire/?q=%FF%FE", 400),
            ("/lire/?q=%00", 400),
            ("/%FF%FE/", 400),
            ("/a%00b/", 400),
            ("/lire/?" + "&".join(f"p{n}" for n in range(2000)), 414),
        ],
    )
    def test_what_no_page_can_answer_is_refused(self, reader, address, status):
        assert reader.get(address).status_code == status

    @ours
    def test_a_body_that_is_too_large_is_refused_before_it_is_read(self, reader):
        answer = reader.generic("POST", "/envoyer/", b"x", CONTENT_LENGTH=str(50 * 1024 * 1024))
        assert answer.status_code == 413
        assert "trop gros" in answer.content.decode()

    @ours
    def test_an_editor_may_send_a_large_file(self, reader):
        assert reader.generic("POST", "/redaction/x/", b"x", CONTENT_LENGTH=str(50 * 1024 * 1024)).status_code == 200

    @ours
    @pytest.mark.parametrize("length", ["-1", "abc", "1e3", "²"])
    def test_a_length_that_is_no_number_is_refused(self, reader, length):
        assert reader.generic("POST", "/envoyer/", b"x", CONTENT_LENGTH=length).status_code == 400


class TestHeaders:
    @ours
    def test_public_pages_have_the_strict_policy(self, reader):
        policy = reader.get("/lire/")["Content-Security-Policy"]
        assert "unsafe" not in policy
        for part in ("default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
            assert part in policy

    @ours
    def test_only_editors_may_have_inline_scripts(self, reader):
        assert "script-src 'self' 'unsafe-inline'" in reader.get("/redaction/x/")["Content-Security-Policy"]

    @ours
    def test_safety_headers_are_there(self, reader):
        answer = reader.get("/lire/")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert "camera=()" in answer["Permissions-Policy"]
        assert not answer.cookies


class TestWishToBeKept:
    def answer(self, response, address="/lire/", **meta):
        request = RequestFactory().get(address, **meta)
        return PageCacheHeadersMiddleware(lambda request: response)(request)

    def test_an_anonymous_reading_page_may_be_kept(self):
        assert self.answer(HttpResponse("a"))["X-Lilith-Cache"] == "public"

    def test_a_view_says_what_its_page_depends_on(self):
        view = varies_on("theme", "page")(lambda request: HttpResponse("a"))
        assert self.answer(view(None))["X-Lilith-Cache"] == "public; vary-query=theme,page"

    @pytest.mark.parametrize("address", ["/redaction/", "/compte/connexion/", "/mon-espace/"])
    def test_personal_rooms_are_kept_nowhere(self, address):
        answer = self.answer(HttpResponse("a"), address)
        assert "X-Lilith-Cache" not in answer
        assert answer["Cache-Control"] == "private, no-store"

    def test_the_api_is_kept_only_when_it_says_so(self):
        assert "X-Lilith-Cache" not in self.answer(HttpResponse("{}"), "/api/v1/x")
        assert "X-Lilith-Cache" in self.answer(declare(HttpResponse("{}"), "limit"), "/api/v1/x")

    def test_a_signed_in_page_is_not_kept_but_counts(self, settings):
        answer = self.answer(HttpResponse("a"), HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}=abc")
        assert (answer["X-Lilith-Cache"], answer["Cache-Control"]) == ("private", "private, no-cache")

    def test_a_page_with_a_cookie_or_a_rule_of_its_own_is_not_kept(self):
        with_cookie = HttpResponse("a")
        with_cookie.set_cookie("a", "1")
        assert self.answer(with_cookie)["X-Lilith-Cache"] == "private"
        with_rule = HttpResponse("a", headers={"Cache-Control": "no-store"})
        assert "X-Lilith-Cache" not in self.answer(with_rule)

    @pytest.mark.parametrize("status", [301, 404, 500])
    def test_other_answers_are_not_kept(self, status):
        assert "X-Lilith-Cache" not in self.answer(HttpResponse("a", status=status))


class TestErrorPages:
    @ours
    def test_a_missing_page_says_where_to_go(self, reader):
        answer = reader.get("/rien/")
        assert answer.status_code == 404
        assert "/plan-du-site/" in answer.content.decode()

    @ours
    def test_a_failure_shows_no_trace_and_a_way_back(self, reader):
        answer = reader.get("/boom/")
        page = answer.content.decode()
        assert (answer.status_code, "RuntimeError" in page, 'href="/"' in page) == (500, False, True)
        assert len(answer["X-Request-ID"]) == 16

    @ours
    def test_the_api_answers_errors_in_its_own_form(self, reader):
        assert reader.get("/api/v1/rien").json() == {"error": {"code": "not_found", "message": "Cette ressource n’existe pas."}}
        assert reader.get("/api/v1/boom").json()["error"]["code"] == "internal_server_error"

    @pytest.mark.parametrize("status", [400, 403, 404, 410, 413, 414, 500, 503])
    def test_every_error_has_a_page_without_inline_style(self, status):
        page = error_page(RequestFactory().get("/"), status).content.decode()
        assert "<h1" in page
        assert "style=" not in page
        assert "<style" not in page

    def test_a_form_left_open_too_long_says_what_to_do(self):
        answer = csrf_failure(RequestFactory().post("/"))
        assert answer.status_code == 403
        assert "rechargez-la" in answer.content.decode()

    def test_an_error_page_that_breaks_gives_the_bare_one(self, monkeypatch):
        monkeypatch.setattr("lilith.foundation.views.render_to_string", boom)
        answer = error_page(RequestFactory().get("/"), 404)
        assert answer.status_code == 404
        assert "<h1>" in answer.content.decode()


class TestHealth:
    def test_all_in_order(self, reader):
        answer = reader.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert "no-store" in answer["Cache-Control"]

    def test_a_migration_to_apply_is_a_reason(self, reader, monkeypatch):
        known = schema.migrations_of_the_code()
        monkeypatch.setattr(schema, "migrations_of_the_code", lambda: known | {("foundation", "9999_later")})
        answer = reader.get("/healthz")
        assert answer.status_code == 503
        assert answer.json()["reasons"] == {"migrations": "1 migration(s) à appliquer"}

    def test_a_database_of_a_newer_version_is_a_reason(self, reader):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('foundation', '9999_later', '2027-01-01')"
            )
        answer = reader.get("/healthz")
        assert (answer.status_code, list(answer.json()["reasons"])) == (503, ["migrations"])

    def test_a_silent_database_is_a_reason(self, reader, monkeypatch):
        monkeypatch.setattr(schema, "pending_migrations", boom_without_argument)
        assert reader.get("/healthz").json()["reasons"] == {"database": "la base de données ne répond pas"}

    def test_a_silent_cache_is_a_reason(self, reader, monkeypatch):
        monkeypatch.setattr("lilith.foundation.health.cache.get", boom)
        assert reader.get("/healthz").json()["reasons"] == {"cache": "le cache ne répond pas"}


def boom_without_argument():
    raise RuntimeError("boom")


def test_a_log_line_has_the_number_of_its_request():
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "message", None, None)
    token = request_id.set("abc")
    RequestIdFilter().filter(record)
    request_id.reset(token)
    assert json.loads(JsonFormatter().format(record))["request_id"] == "abc"
