"""The import and the export of references in the back office: pages, no rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.menu import MenuItem
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from lilith.accounts.enums import Verb
from lilith.accounts.selectors import can
from lilith.library.back_office.forms import ExportForm, FormatForm, UploadForm
from lilith.library.enums import BatchStatus, ReferenceFormat, RowDecision, RowStatus
from lilith.library.exchange import files
from lilith.library.exchange.matching import WORDS
from lilith.library.imports import selectors, services
from lilith.library.models import ImportBatch, ImportRow, Publication

ROWS_A_PAGE = 50
IMPORTS_SHOWN = 30


def only_importers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse whoever may not import references."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can(request.user, Verb.IMPORT_REFERENCES):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


def urls() -> list[URLPattern]:
    """Addresses under `/redaction/`."""
    return [
        path("references/", index, name="references"),
        path("references/export/", export, name="references_export"),
        path("references/<uuid:uuid>/", batch_page, name="references_batch"),
        path("references/<uuid:uuid>/etat/", batch_state, name="references_state"),
    ]


class ReferencesMenuItem(MenuItem):
    """Shown to those who may import."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can(request.user, Verb.IMPORT_REFERENCES)


def menu_item() -> MenuItem:
    """The entry of the menu, under the library."""
    return ReferencesMenuItem("Références", reverse("references"), name="references", icon_name="download", order=211)


@only_importers
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Send a file, follow the imports, export."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.start_import(file=form.cleaned_data["file"], by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("references_batch", uuid=batch.uuid)
    return render(
        request,
        "library/back_office/references.html",
        {
            "page_title": "Références",
            "header_icon": "download",
            "form": form,
            "export_form": ExportForm(),
            "imports": selectors.recent_imports()[:IMPORTS_SHOWN],
            "days": services.KEPT_DAYS,
        },
        status=422 if form.errors else 200,
    )


@only_importers
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """A file of all publications, or of one kind."""
    form = ExportForm(request.GET)
    if not form.is_valid():
        messages.error(request, "Cet export n’existe pas\u00a0: choisissez un format et un type de la liste.")
        return redirect("references")
    rows = selectors.exported_publications(which=form.cleaned_data["which"], type_code=form.cleaned_data["type"])
    return _file(rows.iterator(chunk_size=500), ReferenceFormat(form.cleaned_data["format"]))


def _file(publications: Any, format: ReferenceFormat) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        files.write(publications, format=format), content_type=f"{files.MEDIA_TYPES[format]}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="lilith-{timezone.localdate():%Y-%m-%d}.{format.value}"'
    return response


@only_importers
@require_http_methods(["GET", "HEAD", "POST"])
def batch_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One import: how far it is, then its preview, then what it gave."""
    batch = get_object_or_404(selectors.recent_imports(), uuid=uuid)
    if request.method == "POST":
        return _act(request, batch)
    if batch.status != BatchStatus.READY:
        rows = selectors.rows_of(batch=batch, status=RowStatus.ERROR)[:ROWS_A_PAGE]
        context = {"errors": rows if batch.status == BatchStatus.DONE else []}
        return render(request, "library/back_office/import_state.html", {**_heading(batch), **context})
    status = request.GET.get("etat", "")
    paginator = Paginator(selectors.rows_of(batch=batch, status=status), ROWS_A_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    counts = selectors.counts_of(batch=batch)
    return render(
        request,
        "library/back_office/import_preview.html",
        {
            **_heading(batch),
            "counts": counts,
            "status": status if status in RowStatus.values else "",
            "filters": [
                ("", "Toutes", batch.row_count),
                (RowStatus.READY.value, "Prêtes", counts.ready),
                (RowStatus.DUPLICATE.value, "Doublons possibles", counts.duplicates),
                (RowStatus.ERROR.value, "Erreurs", counts.errors),
            ],
            "page_obj": page,
            "rows": [_line(row) for row in page],
            "may_publish": can(request.user, Verb.PUBLISH_CONTENT),
        },
    )


def _heading(batch: ImportBatch) -> dict[str, Any]:
    return {"page_title": "Import de références", "page_subtitle": batch.file_name, "header_icon": "download", "batch": batch}


def _line(row: ImportRow) -> dict[str, Any]:
    authors = Publication(authors=row.data.get("authors", "")).author_list
    return {
        "row": row,
        "authors": ", ".join(authors[:3]),
        "more_authors": len(authors) > 3,
        "reason": WORDS.get(row.reason, ""),
        "choices": [(choice.value, choice.label) for choice in services.allowed_decisions(row)],
    }


def _act(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """What a button of the page asks for; the ticks of the page are kept first."""
    action = request.POST.get("action", "")
    here = f"{reverse('references_batch', args=[batch.uuid])}?{request.GET.urlencode()}".rstrip("?")
    acts: dict[str, Callable[[], object]] = {
        "keep": lambda: None,
        "all": lambda: services.decide_all(batch_id=batch.pk, merge=False, by=request.user),
        "all-merge": lambda: services.decide_all(batch_id=batch.pk, merge=True, by=request.user),
        "none": lambda: services.decide_none(batch_id=batch.pk, by=request.user),
        "accept": lambda: services.accept(
            batch_id=batch.pk, by=request.user, publish="publish" in request.POST, now=timezone.now()
        ),
        "discard": lambda: services.discard(batch_id=batch.pk, by=request.user),
    }
    if action not in acts:
        messages.error(request, "Ce bouton n’existe pas.")
        return redirect(here)
    try:
        if action in {"keep", "accept"}:
            services.decide(batch_id=batch.pk, decisions=_decisions(request), by=request.user)
        acts[action]()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(here)
    if action == "discard":
        messages.success(request, "L’import est supprimé.")
        return redirect("references")
    if action == "keep":
        messages.success(request, "Vos choix sont gardés.")
    return redirect(here)


def _decisions(request: HttpRequest) -> dict[int, str]:
    """Number of row → decision, from fields named « row-12 »."""
    found = {}
    for name, value in request.POST.items():
        number = name.removeprefix("row-")
        if name.startswith("row-") and number.isascii() and number.isdigit() and len(number) < 9:
            found[int(number)] = value if value in RowDecision.values else ""
    return found


@only_importers
@require_GET
def batch_state(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """How far an import is, for the page that waits."""
    batch = get_object_or_404(ImportBatch, uuid=uuid)
    return JsonResponse(
        {
            "in_progress": batch.in_progress,
            "percent": batch.percent,
            "rows": batch.row_count,
            "status": batch.get_status_display(),
        }
    )


class ExportAction(SnippetBulkAction):
    """« Exporter » under the list of publications: the ticked ones, as a file."""

    display_name = "Exporter les références"
    aria_label = "Exporter les références choisies"
    action_type = "export_references"
    template_name = "library/back_office/export_selection.html"
    form_class = FormatForm
    models = [Publication]

    def check_perm(self, obj: Publication) -> bool:
        return can(self.request.user, Verb.IMPORT_REFERENCES)

    def form_valid(self, form: FormatForm) -> HttpResponse:
        objects, _refused = self.get_actionable_objects()
        return _file(objects, ReferenceFormat(form.cleaned_data["format"]))
