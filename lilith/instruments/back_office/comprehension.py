"""Tests of comprehension in the back office: pages, no rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.menu import MenuItem

from lilith.instruments import selectors, services
from lilith.instruments.enums import ComprehensionState
from lilith.instruments.forms import AnswerForm, QuestionsForm, SheetsForm
from lilith.instruments.models import ComprehensionTest, ReadingPanel, sections_of
from lilith.instruments.permissions import Verb, can

TESTS_A_PAGE = 50
ICON = "glasses"


def only_with(verb: Verb) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorator of a view: refuse whoever may not."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not can(request.user, verb):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def urls() -> list[URLPattern]:
    """Addresses under `/redaction/`."""
    return [
        path("comprehension/", index, name="comprehension_tests"),
        path("comprehension/<uuid:uuid>/", results, name="comprehension_test"),
        path("comprehension/<uuid:uuid>/questions/", questions, name="comprehension_questions"),
        path("comprehension/<uuid:uuid>/apercu/", preview, name="comprehension_preview"),
        path("comprehension/<uuid:uuid>/feuilles/<uuid:batch>/", sheets, name="comprehension_sheets"),
    ]


class ComprehensionMenuItem(MenuItem):
    """Shown to those who may read results."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can(request.user, Verb.READ_RESULTS)


def menu_item() -> MenuItem:
    """The entry of the menu."""
    return ComprehensionMenuItem(
        "Compréhension", reverse("comprehension_tests"), name="comprehension", icon_name=ICON, order=225
    )


@only_with(Verb.READ_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Every test; one more can be prepared."""
    if request.method == "POST":
        return _create(request)
    state, words = request.GET.get("etat", ""), request.GET.get("q", "")
    page = Paginator(selectors.all_tests(state=state, words=words), TESTS_A_PAGE).get_page(request.GET.get("p"))
    chosen = request.GET.get("texte", "")
    return render(
        request,
        "instruments/back_office/tests.html",
        {
            "page_title": "Tests de compréhension",
            "header_icon": ICON,
            "page_obj": page,
            "tests": [(test, selectors.gate_of_test(test=test)) for test in page],
            "states": ComprehensionState.choices,
            "state": state,
            "words": words,
            "texts": [(str(uuid), title, str(uuid) == chosen) for uuid, title in selectors.testable_titles()],
            "may_manage": can(request.user, Verb.MANAGE_TESTS),
            "may_type": can(request.user, Verb.TYPE_IN_ANSWERS),
            "bounds": selectors.bounds(),
        },
    )


def _create(request: HttpRequest) -> HttpResponse:
    try:
        subject = UUID(request.POST.get("texte", ""))
    except ValueError:
        messages.error(request, "Choisissez un texte à tester.")
        return redirect("comprehension_tests")
    try:
        test = services.create_test(subject=subject, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("comprehension_tests")
    return redirect("comprehension_questions", uuid=test.uuid)


def _heading(test: ComprehensionTest, title: str) -> dict[str, Any]:
    subtitle = f"{test.subject_title}, version {test.version}"
    return {"page_title": title, "page_subtitle": subtitle, "header_icon": ICON, "test": test}


@only_with(Verb.READ_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One version of a test: its state, what readers answered, its sheets."""
    test = get_object_or_404(ComprehensionTest, uuid=uuid)
    form = SheetsForm(request.POST if request.POST.get("action") == "print" else None)
    if request.method == "POST":
        response = _act(request, test, form)
        if response is not None:
            return response
    live = selectors.plain_text(subject=test.subject)
    return render(
        request,
        "instruments/back_office/results.html",
        {
            **_heading(test, "Test de compréhension"),
            "results": selectors.results_of(test=test),
            "versions": selectors.all_tests().filter(subject=test.subject).exclude(pk=test.pk),
            "batches": selectors.batches_of(test=test),
            "form": form,
            "panels": ReadingPanel.objects.exists(),
            "may_manage": can(request.user, Verb.MANAGE_TESTS),
            "may_type": can(request.user, Verb.TYPE_IN_ANSWERS),
            "changed_in_100": round(100 * test.changed_share),
            "is_online": live is not None,
            "public_url": request.build_absolute_uri(test.get_absolute_url()),
            "bounds": selectors.bounds(),
        },
        status=422 if form.errors else 200,
    )


def _act(request: HttpRequest, test: ComprehensionTest, form: SheetsForm) -> HttpResponse | None:
    """What a button of the page asks for; None when the form of sheets is to be shown again."""
    now, by, action = timezone.now(), request.user, request.POST.get("action", "")
    if action == "print" and not form.is_valid():
        return None
    done = {
        "open": "Le test est ouvert\u00a0: des lecteurs peuvent répondre.",
        "close": "Le test est clos. Ses résultats restent.",
        "delete": "Le brouillon est supprimé.",
        "withdraw": "Les codes qui n’ont pas servi ne valent plus rien.",
    }
    try:
        if action == "open":
            services.open_test(test_id=test.pk, by=by, now=now)
        elif action == "close":
            services.close_test(test_id=test.pk, by=by, now=now)
        elif action == "delete":
            services.delete_draft(test_id=test.pk, by=by)
        elif action == "renew":
            draft = services.create_test(subject=test.subject, by=by, now=now)
            return redirect("comprehension_questions", uuid=draft.uuid)
        elif action == "withdraw":
            services.withdraw_batch(batch=UUID(request.POST.get("batch", "")), by=by)
        elif action == "print":
            wanted = form.cleaned_data
            batch = services.print_sheets(test_id=test.pk, panel=wanted["panel"], count=wanted["count"], by=by, now=now)
            return redirect("comprehension_sheets", uuid=test.uuid, batch=batch)
        else:
            messages.error(request, "Ce bouton n’existe pas.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ValueError:
        messages.error(request, "Ces feuilles n’existent plus.")
    else:
        if action in done:
            messages.success(request, done[action])
    return redirect("comprehension_tests") if action == "delete" else redirect("comprehension_test", uuid=test.uuid)


@only_with(Verb.MANAGE_TESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The questions of a draft, beside the text that they are about."""
    test = get_object_or_404(ComprehensionTest, uuid=uuid)
    if test.state != ComprehensionState.DRAFT:
        messages.error(request, services.FROZEN)
        return redirect("comprehension_test", uuid=test.uuid)
    drafts = selectors.item_drafts(instrument=test)
    form = QuestionsForm(request.POST or None, drafts=drafts, initial={"revision": test.revision})
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.write_items(test_id=test.pk, items=form.drafts(), revision=form.cleaned_data["revision"], by=request.user)
        except ValidationError as error:
            faults = error.messages
        else:
            messages.success(request, "Les questions sont enregistrées.")
            return redirect("comprehension_test", uuid=test.uuid)
    live = selectors.plain_text(subject=test.subject)
    context = {
        **_heading(test, "Questions"),
        "form": form,
        "faults": faults,
        "sections": sections_of(live.text) if live else [],
    }
    return render(request, "instruments/back_office/questions.html", context, status=422 if faults or form.errors else 200)


@only_with(Verb.READ_RESULTS)
@require_safe
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The page of readers, before or after the test; nothing can be sent from here."""
    test = get_object_or_404(ComprehensionTest, uuid=uuid)
    live = selectors.plain_text(subject=test.subject) if test.state == ComprehensionState.DRAFT else None
    context = {
        "test": test,
        "form": AnswerForm(items=selectors.items_of(instrument=test)),
        "sections": sections_of(live.text) if live else None,
        "preview": True,
        "trap": "",
        "meta_title": "Ce texte est-il clair\u00a0?",
    }
    return render(request, "instruments/questions.html", context)


@only_with(Verb.MANAGE_TESTS)
@require_safe
def sheets(request: HttpRequest, uuid: UUID, batch: UUID) -> HttpResponse:
    """Sheets of paper: the text on one side, the questions and a code on the other."""
    test = get_object_or_404(ComprehensionTest, uuid=uuid)
    rows = [sheet for sheet in selectors.sheets_of(batch=batch) if sheet.instrument_id == test.pk]
    if not rows:
        raise Http404
    context = {
        "test": test,
        "sheets": rows,
        "items": selectors.items_of(instrument=test),
        "meta_title": f"{len(rows)} feuilles\u00a0: {test.subject_title}",
    }
    return render(request, "instruments/back_office/sheets.html", context)
