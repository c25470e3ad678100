"""Where readers answer, and where sheets of paper are typed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lilith.foundation.rate_limit import client_address, take
from lilith.instruments import selectors, services
from lilith.instruments.enums import ComprehensionState
from lilith.instruments.forms import AnswerForm, PaperForm
from lilith.instruments.models import AnswerSheet, ComprehensionTest
from lilith.instruments.permissions import Verb, can

SALT = "lilith.instruments.form"
FORM_LIFE = timedelta(days=1)
TESTS_SHOWN = 30
# A field that people do not see: what is written there was written by a machine.
TRAP = "site"
TOO_LONG_AGO = "La page est restée ouverte longtemps. Vos réponses sont encore là\u00a0: envoyez-les de nouveau."
TOO_OFTEN = "Beaucoup de réponses viennent de cet appareil. Vos réponses sont encore là\u00a0: envoyez-les dans une heure."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comprehension(request: HttpRequest, code: str) -> HttpResponse:
    """`/comprendre/<code>/`: the text, then a few questions. No account, no name, no address kept."""
    test = _public_test(code)
    if not test.takes_answers_on_the_site or selectors.plain_text(subject=test.subject) is None:
        return render(request, "instruments/closed.html", {"test": test, "meta_title": "Ce test est fini"}, status=410)
    items = selectors.items_of(instrument=test)
    if request.method != "POST":
        return _questions(request, test, AnswerForm(items=items))
    if request.POST.get(TRAP):
        return redirect("comprehension_thanks", code=test.code)
    form = AnswerForm(request.POST, items=items)
    now = timezone.now()
    limit = settings.LILITH["COMPREHENSION"]["ANSWERS_AN_HOUR"]
    verdict = take(scope="comprehension", address=client_address(request), limit=limit, window=timedelta(hours=1), now=now)
    if not verdict.allowed:
        form.add_error(None, TOO_OFTEN)
        response = _questions(request, test, form, status=429)
        response["Retry-After"] = str(verdict.retry_after)
        return response
    token = _token_of(request.POST.get("token", ""), test)
    if form.is_valid() and token is None:
        form.add_error(None, TOO_LONG_AGO)
    if form.is_valid() and token is not None:
        try:
            services.record_answers(
                test_id=test.pk,
                form_token=token,
                chosen=form.chosen(),
                today=timezone.localdate(now),
                now=now,
                is_demo=bool(getattr(request.user, "is_demo", False)),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("comprehension_thanks", code=test.code)
    return _questions(request, test, form, status=422, token=request.POST.get("token", "") if token else "")


def _public_test(code: str) -> ComprehensionTest:
    test = ComprehensionTest.objects.filter(code=code).exclude(state=ComprehensionState.DRAFT).first()
    if test is None:
        raise Http404
    return test


def _questions(
    request: HttpRequest, test: ComprehensionTest, form: AnswerForm, *, status: int = 200, token: str = ""
) -> HttpResponse:
    context = {
        "test": test,
        "form": form,
        "token": token or signing.dumps([test.pk, str(uuid4())], salt=SALT),
        "trap": TRAP,
        "meta_title": f"Ce texte est-il clair\u00a0? {test.subject_title}",
        "meta_description": "Lisez un texte, répondez à quelques questions\u00a0: vous aidez à le rendre plus clair.",
    }
    return render(request, "instruments/questions.html", context, status=status)


def _token_of(signed: str, test: ComprehensionTest) -> UUID | None:
    """The one-time token of a form of this test, made less than a day ago."""
    try:
        test_id, token = signing.loads(signed, salt=SALT, max_age=FORM_LIFE)
        return UUID(token) if test_id == test.pk else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


@never_cache
@require_safe
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """`/comprendre/<code>/merci/`."""
    context = {"test": _public_test(code), "meta_title": "Merci de votre lecture"}
    return render(request, "instruments/thanks.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def typing_in(request: HttpRequest) -> HttpResponse:
    """`/mon-espace/reponses-sur-papier/`: the code of a sheet, then what is written on it."""
    if not can(request.user, Verb.TYPE_IN_ANSWERS):
        raise PermissionDenied("Votre rôle ne permet pas de saisir des réponses.")
    code = (request.POST if request.method == "POST" else request.GET).get("code", "").strip()
    context: dict[str, Any] = {"meta_title": "Saisir des réponses sur papier", "nav_section": "espace", "code": code[:60]}
    if not code:
        context.update(_where_tests_stand(request))
        return render(request, "instruments/typing_in.html", context)
    try:
        sheet = services.sheet_to_type(code=code)
    except ValidationError as error:
        context.update(_where_tests_stand(request), problem=error.messages[0])
        return render(request, "instruments/typing_in.html", context, status=422)
    return _type(request, sheet, context)


def _where_tests_stand(request: HttpRequest) -> dict[str, Any]:
    tests = selectors.all_tests(state=ComprehensionState.OPEN)[:TESTS_SHOWN] if can(request.user, Verb.READ_RESULTS) else []
    return {
        "waiting": selectors.waiting_sheets(),
        "tests": [(test, selectors.gate_of_test(test=test)) for test in tests],
    }


def _type(request: HttpRequest, sheet: AnswerSheet, context: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    items = selectors.items_of(instrument=sheet.instrument)
    form = PaperForm(request.POST or None, items=items, initial={"answered_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            response = services.record_paper_answers(
                code=sheet.code,
                chosen=form.chosen(),
                answered_on=form.cleaned_data["answered_on"],
                by=request.user,
                today=today,
                now=now,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            note = " C’est une démonstration\u00a0: elle n’est pas comptée." if response.is_demo else ""
            messages.success(request, f"Feuille {sheet.code} enregistrée.{note}")
            return redirect("typing_in")
    context.update(sheet=sheet, form=form, test=sheet.instrument)
    return render(request, "instruments/typing_in.html", context, status=422 if form.errors else 200)
