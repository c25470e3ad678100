"""`/mon-espace/mots/`: the list of words to avoid, for those who keep it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lilith.accounts.enums import Role
from lilith.library.advice import selectors, services
from lilith.library.advice.forms import WordAdviceForm
from lilith.library.advice.models import WordAdvice
from lilith.library.advice.permissions import Verb, role_for
from lilith.library.enums import AdviceReason

PER_PAGE = 50


def _only_keepers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the role by which the person keeps the list; refuse everyone else."""

    @never_cache
    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        role = role_for(request.user, Verb.KEEP_WORDS_TO_AVOID)
        if role is None:
            raise PermissionDenied
        return view(request, role, *args, **kwargs)

    return wrapped


@require_safe
@_only_keepers
def index(request: HttpRequest, role: Role) -> HttpResponse:
    """The list, by word."""
    words, reason = request.GET.get("q", ""), request.GET.get("motif", "")
    rows = selectors.words_to_avoid(words=words, reason=reason)
    context = {
        "meta_title": "Les mots à éviter",
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "reason": reason,
        "reasons": AdviceReason.choices,
    }
    return render(request, "library/advice/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_only_keepers
def add(request: HttpRequest, role: Role) -> HttpResponse:
    """A new word."""
    form = WordAdviceForm(request.POST or None, initial={"word": request.GET.get("mot", "")[:120]})
    if request.method == "POST" and form.is_valid():
        try:
            advice = services.add_word_advice(values=form.cleaned_data, role=role, today=timezone.localdate())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"«\u00a0{advice}\u00a0» est dans la liste.")
            return redirect("words_to_avoid")
    return _form(request, form, "Ajouter un mot à éviter")


@require_http_methods(["GET", "HEAD", "POST"])
@_only_keepers
def change(request: HttpRequest, role: Role, pk: int) -> HttpResponse:
    """One word of the list."""
    advice = get_object_or_404(WordAdvice, pk=pk)
    title = f"«\u00a0{advice}\u00a0»"
    form = WordAdviceForm(request.POST or None, instance=advice)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"]
        try:
            services.change_word_advice(
                advice=advice, values=form.cleaned_data, seen_version=seen, role=role, today=timezone.localdate()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"«\u00a0{advice}\u00a0» est enregistré.")
            return redirect("words_to_avoid")
    return _form(request, form, title, advice)


def _form(request: HttpRequest, form: WordAdviceForm, title: str, advice: WordAdvice | None = None) -> HttpResponse:
    context = {"meta_title": title, "form": form, "advice": advice}
    return render(request, "library/advice/form.html", context, status=422 if form.errors else 200)
