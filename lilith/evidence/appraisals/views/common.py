"""What the signed-in pages share: who may open them, and a refusal that loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lilith.evidence.appraisals import selectors
from lilith.evidence.appraisals.errors import AppraisalError
from lilith.evidence.appraisals.forms import KeptForm
from lilith.evidence.models import Appraisal

View = Callable[..., HttpResponse]


def workspace_page(view: View) -> Callable[..., Any]:
    """A page of « Mon espace »: signed in, never kept by a cache."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Every right of the page is read from these roles, as they are when the request begins.
        prefetch_related_objects([request.user], "roles")  # type: ignore[type-var]
        return view(request, *args, **kwargs)

    return never_cache(login_required(require_http_methods(["GET", "HEAD", "POST"])(wrapped)))


def found(request: HttpRequest, uuid: UUID) -> Appraisal:
    """The appraisal of the address, when who asks may open it; 404 otherwise, whether it exists or not."""
    return get_object_or_404(selectors.appraisals_of(user=request.user), uuid=uuid)


def attempt(form: KeptForm, act: Callable[[], Any]) -> int:
    """Run a service for a valid form: 0 when it did its work, else the status of the answer, with the refusal in the form."""
    if not form.is_valid():
        return 400
    try:
        act()
    except AppraisalError as error:
        form.refuse(error)
        return error.status
    return 0


def page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the room in « Mon espace »."""
    values = {"nav_section": "espace", **context}
    return render(request, f"evidence/appraisals/{name}.html", values, status=status or 200)
