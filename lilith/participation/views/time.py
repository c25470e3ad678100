"""One's own paid time, that of others, statements, and the totals that everyone may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lilith.accounts.models import User
from lilith.foundation.page_cache import varies_on
from lilith.library import selectors as library
from lilith.participation import selectors, services, statements
from lilith.participation.enums import TimeState, Verb
from lilith.participation.forms import CorrectTimeForm, PaidOnForm, PeriodForm, RefusalForm, TimeForm
from lilith.participation.models import TimeEntry
from lilith.participation.services.time import OPEN

View = Callable[..., HttpResponse]


class PersonRequest(HttpRequest):
    """A request of someone who is signed in: `only` lets no other through."""

    user: User


HOME = ("Accueil", "/")
SPACE = ("Mon espace", "/mon-espace/")
OWN = ("Mon temps d’expérience", "/mon-espace/temps/")
OTHERS = ("Temps à valider", "/mon-espace/temps/a-valider/")
ROWS_A_PAGE = 50
# When the words of « Le temps d’expérience » last changed.
WRITTEN_ON = date(2026, 11, 22)


def only(verb: Verb) -> Callable[[View], View]:
    """Decorator of a view: for the signed-in people whose roles give `verb`; never kept by a cache."""

    def decorate(view: View) -> View:
        @never_cache
        @login_required
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not selectors.can(request.user, verb):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def _render(request: HttpRequest, name: str, title: str, steps: list[tuple[str, str]], **context: Any) -> HttpResponse:
    status = context.pop("status", 200)
    values = {"meta_title": title, "nav_section": "espace", "steps": [HOME, SPACE, *steps], **context}
    return render(request, f"participation/time/{name}.html", values, status=status)


# Everyone


@varies_on()
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """`/temps-d-experience/`: what is paid, how it is checked, and the totals of each year."""
    totals = selectors.yearly_totals()
    updated_on = max([WRITTEN_ON, *(total.updated_on for total in totals)])
    context = {
        "meta_title": "Le temps d’expérience",
        "meta_description": "Combien d’heures les personnes concernées ont données au projet, et comment elles sont payées.",
        "steps": [HOME],
        "totals": totals,
        "updated_on": updated_on,
        "foot": {"updated_on": updated_on},
        "rate": selectors.rate_on(day=timezone.localdate()),
        "sources": library.sources_of(lines="s0 : dédommagement"),
        "smallest": settings.LILITH["SMALLEST_GROUP"],
    }
    return render(request, "participation/paid_time.html", context)


# One's own


@only(Verb.DECLARE_TIME)
@require_safe
def own(request: PersonRequest) -> HttpResponse:
    """`/mon-espace/temps/`: what I declared, where it stands, and my statements."""
    page = Paginator(selectors.entries_of(person=request.user), ROWS_A_PAGE).get_page(request.GET.get("p"))
    today = timezone.localdate()
    return _render(
        request,
        "own",
        OWN[0],
        [],
        page_obj=page,
        year=selectors.statement(person=request.user, start=date(today.year, 1, 1), end=today),
        rate=selectors.rate_on(day=today),
        period=PeriodForm(initial={"de": date(today.year, 1, 1), "a": today}),
    )


@only(Verb.DECLARE_TIME)
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: PersonRequest) -> HttpResponse:
    """Declare one task."""
    form = TimeForm(request.POST or None, initial={"day": timezone.localdate(), "kind": "comite"})
    if request.method == "POST" and form.is_valid():
        try:
            entry = services.declare(person=request.user, now=timezone.now(), **form.facts)
        except ValidationError as error:
            form.add_error(None, error) if not hasattr(error, "error_dict") else _add_errors(form, error)
        else:
            messages.success(
                request, f"C’est noté\u00a0: {_euros(entry)}. La coordination doit maintenant valider cette ligne."
            )
            return redirect("time")
    rate = selectors.rate_on(day=timezone.localdate())
    return _render(request, "declare", "Déclarer du temps", [OWN], form=form, rate=rate, status=422 if form.errors else 200)


@only(Verb.DECLARE_TIME)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One entry of mine: correct it, give it up, read its history."""
    record = get_object_or_404(TimeEntry.objects.filter(person=request.user), uuid=uuid)
    initial = {
        "day": record.day, "kind": record.kind, "task": record.task, "hours": record.hours.normalize(),
        "version": record.version,
    }  # fmt: skip
    form = CorrectTimeForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = _change_own(request, record, form)
        if done is not None:
            return done
    return _render(
        request,
        "entry",
        "Une ligne de temps",
        [OWN],
        entry=record,
        form=form,
        is_open=record.state in OPEN,
        history=record.changes.select_related("author").order_by("-number"),
        status=422 if form.errors else 200,
    )


def _change_own(request: PersonRequest, record: TimeEntry, form: CorrectTimeForm) -> HttpResponse | None:
    """What a button of the page of an entry asks; None when the page is to be shown again, with what is wrong."""
    now = timezone.now()
    try:
        if request.POST.get("action") == "cancel":
            version = request.POST.get("version", "")
            if not version.isascii() or not version.isdigit() or len(version) > 9:
                raise Http404
            services.cancel(entry=record, version=int(version), by=request.user, reason="", now=now)
            messages.success(request, "La ligne est annulée. Elle reste dans l’histoire.")
            return redirect("time")
        if not form.is_valid():
            return None
        values = {**form.facts, "reason": form.cleaned_data["reason"], "version": form.cleaned_data["version"]}
        changed = services.correct(entry=record, by=request.user, now=now, **values)
    except ValidationError as error:
        form.full_clean()
        _add_errors(form, error)
        return None
    messages.success(request, f"C’est corrigé\u00a0: {_euros(changed)}. La coordination doit valider de nouveau cette ligne.")
    return redirect("time")


def _add_errors(form: Any, error: ValidationError) -> None:
    """Put the errors of a service beside the fields that they name, else above the form."""
    named = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for name, texts in named.items():
        form.add_error(name if name in form.fields else None, texts)


def _euros(record: TimeEntry) -> str:
    return f"{record.amount:.2f} €".replace(".", ",")


@only(Verb.DECLARE_TIME)
@require_safe
def own_statement(request: PersonRequest, format: str) -> HttpResponse:
    """My statement of a period, as a PDF or CSV file."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return _bad_period(request, form, "time")
    return _file(request.user, form, format)


def _bad_period(request: PersonRequest, form: PeriodForm, back: str) -> HttpResponse:
    texts = [text for errors in form.errors.values() for text in errors]
    messages.error(request, "Ces dates ne vont pas\u00a0: " + " ".join(dict.fromkeys(map(str, texts))))
    return redirect(back)


def _file(person: Any, form: PeriodForm, format: str) -> HttpResponse:
    start, end = form.cleaned_data["de"], form.cleaned_data["a"]
    if format not in statements.MEDIA_TYPES:
        raise Http404
    told = selectors.statement(person=person, start=start, end=end)
    body = statements.as_pdf(told, now=timezone.now()) if format == "pdf" else statements.as_csv(told.entries)
    return _download(body, f"releve-temps-{start:%Y-%m-%d}-{end:%Y-%m-%d}.{format}", format)


def _download(body: bytes, name: str, format: str) -> HttpResponse:
    response = HttpResponse(body, content_type=statements.MEDIA_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# That of others


@only(Verb.VALIDATE_TIME)
@require_http_methods(["GET", "HEAD", "POST"])
def to_validate(request: PersonRequest) -> HttpResponse:
    """`/mon-espace/temps/a-valider/`: what waits, then what is to be paid."""
    paid = PaidOnForm(request.POST or None, initial={"paid_on": timezone.localdate()})
    if request.method == "POST" and paid.is_valid():
        try:
            done = services.pay(
                entries=_seen(request), by=request.user, paid_on=paid.cleaned_data["paid_on"], now=timezone.now()
            )
        except ValidationError as error:
            _add_errors(paid, error)
        else:
            messages.success(
                request,
                f"{len(done)} ligne{'s' if len(done) > 1 else ''} notée{'s' if len(done) > 1 else ''} payée{'s' if len(done) > 1 else ''}.",
            )
            return redirect("time-to-validate")
    due = list(selectors.to_pay(by=request.user))
    return _render(
        request,
        "to_validate",
        OTHERS[0],
        [],
        waiting=selectors.to_validate(by=request.user),
        due=due,
        due_total=sum(row.amount for row in due),
        form=paid,
        status=422 if paid.errors else 200,
    )


def _seen(request: PersonRequest) -> list[tuple[UUID, int]]:
    """(identifier, version) of the ticked entries, from values like « uuid:3 »; what is not one is left out."""
    found = []
    for value in request.POST.getlist("entry"):
        identifier, _, version = value.partition(":")
        try:
            found.append((UUID(identifier), int(version)))
        except ValueError:
            continue
    return found


@only(Verb.VALIDATE_TIME)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One entry of someone else: validate it, or send it back with the reason."""
    record = get_object_or_404(TimeEntry.objects.filter(is_demo=request.user.is_demo).select_related("person"), uuid=uuid)
    form = RefusalForm(request.POST or None, initial={"version": record.version})
    if request.method == "POST":
        try:
            done = _decide(request, record, form)
        except ValidationError as error:
            form.full_clean()
            form.errors.clear()
            _add_errors(form, error)
        else:
            if done:
                messages.success(request, done)
                return redirect("time-to-validate")
        record.refresh_from_db()
    return _render(
        request,
        "check",
        "Vérifier une ligne",
        [OTHERS],
        entry=record,
        form=form,
        is_own=record.person_id == request.user.pk,
        waits=record.state in selectors.WAITING,
        can_refuse=record.state in (*selectors.WAITING, TimeState.VALIDATED),
        history=record.changes.select_related("author").order_by("-number"),
        status=422 if form.errors else 200,
    )


def _decide(request: PersonRequest, record: TimeEntry, form: RefusalForm) -> str:
    """What the message says once it is done; empty when the form is to be mended."""
    now, version = timezone.now(), request.POST.get("version", "")
    if not version.isascii() or not version.isdigit() or len(version) > 9:
        raise Http404
    if request.POST.get("action") == "validate":
        services.validate(entry=record, version=int(version), by=request.user, now=now)
        return "La ligne est validée."
    if not form.is_valid():
        return ""
    services.refuse(entry=record, version=int(version), by=request.user, reason=form.cleaned_data["reason"], now=now)
    return "La ligne est rendue à la personne, avec votre raison."


@only(Verb.READ_LEDGER)
@require_safe
def ledger(request: PersonRequest) -> HttpResponse:
    """Everyone's time in a period, or that of one person."""
    today = timezone.localdate()
    default = {"de": date(today.year, 1, 1).isoformat(), "a": today.isoformat()}
    form = PeriodForm(request.GET or default, people=selectors.people(by=request.user))
    rows: Any = []
    if form.is_valid():
        values = form.cleaned_data
        rows = selectors.ledger(by=request.user, start=values["de"], end=values["a"], person=values["personne"])
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy() if request.GET else None
    if query is not None:
        query.pop("p", None)
    asked = query.urlencode() if query else "&".join(f"{name}={value}" for name, value in default.items())
    return _render(
        request,
        "ledger",
        "Registre du temps",
        [OTHERS],
        form=form,
        page_obj=page,
        asked=asked,
        one_person=form.is_valid() and bool(form.cleaned_data["personne"]),
        status=422 if form.errors else 200,
    )


@only(Verb.READ_LEDGER)
@require_safe
def ledger_statement(request: PersonRequest, format: str) -> HttpResponse:
    """The statement of one person as a PDF or CSV file, or everyone's entries as a CSV file."""
    form = PeriodForm(request.GET, people=selectors.people(by=request.user))
    if not form.is_valid():
        return _bad_period(request, form, "time-ledger")
    person = form.cleaned_data["personne"]
    if person is not None:
        return _file(person, form, format)
    if format != "csv":
        messages.error(request, "Choisissez une personne\u00a0: un relevé en PDF est celui d’une personne.")
        return redirect(f"{reverse('time-ledger')}?{request.GET.urlencode()}")
    start, end = form.cleaned_data["de"], form.cleaned_data["a"]
    rows = selectors.ledger(by=request.user, start=start, end=end)
    return _download(statements.as_csv(rows, with_people=True), f"registre-temps-{start:%Y-%m-%d}-{end:%Y-%m-%d}.csv", "csv")
