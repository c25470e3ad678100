"""Publishing without the readings: a page that shows what will change and asks why."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page, Revision

from lilith.editorial import selectors, services
from lilith.editorial.forms import WhyForm
from lilith.editorial.permissions import Verb, can
from lilith.editorial.services.publishing import DraftChangedError

LARGEST_KEY = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """`/redaction/publier/<page>/<draft>/`."""
    if max(page_id, revision_id) > LARGEST_KEY:
        raise Http404
    page = get_object_or_404(Page, pk=page_id).specific
    if not can(request.user, Verb.PUBLISH) or not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    revision = get_object_or_404(Revision.page_revisions, pk=revision_id, object_id=str(page.pk))
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_directly(
                page=page, revision_id=revision.pk, user=request.user, why=form.cleaned_data["why"], now=timezone.now()
            )
        except DraftChangedError as error:
            messages.error(request, str(error))
            return redirect("wagtailadmin_pages:edit", page.pk)
        except ValidationError as error:
            form.add_error("why", error.messages[0])
        else:
            page = Page.objects.get(pk=page.pk)
            planned = Revision.objects.get(pk=revision.pk).approved_go_live_at is not None
            words = "sera publié à la date choisie" if planned else "est publié"
            messages.success(request, f"« {page.title} » {words}. La raison est dans l’historique.")
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    context = {
        "page_title": "Publier sans relecture",
        "page_subtitle": revision.object_str,
        "header_icon": "upload",
        "form": form,
        "page": page,
        "changes": selectors.draft_changes(page=page, revision=revision),
    }
    return render(request, "editorial/back_office/publish.html", context, status=422 if form.errors else 200)
