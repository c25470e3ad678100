"""The list and the form of testimonies, and the page of a consent: pages, no rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from lilith.accounts.models import User
from lilith.foundation.records import LIVE, RecordForm, RecordViewSet, follow_up_panel
from lilith.participation import selectors, services
from lilith.participation.enums import ConsentHow, ConsentState, Verb
from lilith.participation.forms import RecordConsentForm, WithdrawalForm
from lilith.participation.models import ConsentContact, Rate, Testimony


class VerbPolicy(ModelPermissionPolicy):
    """What may be done in the back office, by the table of this room alone."""

    verbs: dict[str, Verb] = {}

    def _verb(self, action: str) -> Verb:
        return self.verbs.get(action, self.verbs["change"])

    def user_has_permission(self, user: Any, action: str) -> bool:
        return selectors.can(user, self._verb(action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        allowed = [user.pk for user in User.objects.filter(is_active=True) if self.user_has_any_permission(user, actions)]
        return User.objects.filter(pk__in=allowed)


class TestimonyPolicy(VerbPolicy):
    """Writers write; only who notes consents deletes."""

    verbs = {"change": Verb.EDIT_TESTIMONIES, "delete": Verb.SEE_CONSENT_CONTACTS}


class RatePolicy(VerbPolicy):
    verbs = {"change": Verb.VALIDATE_TIME}


class TestimonyForm(RecordForm):
    """A text that changed is public only if the person agrees to the new one; what a demonstration account writes never is."""

    def save(self, commit: bool = True) -> Any:
        if not self.instance.pk and self.for_user is not None:
            self.instance.is_demo = self.for_user.is_demo
        testimony = super().save(commit)
        if commit:
            services.follow(testimony=testimony, today=timezone.localdate())
        return testimony


class ConsentColumn(Column):
    """Where the consent stands, as a link to its page."""

    cell_template_name = "participation/back_office/consent_cell.html"

    def get_value(self, instance: Any) -> Any:
        return selectors.standing(testimony=instance, today=timezone.localdate())


class TestimonyViewSet(RecordViewSet):
    model = Testimony
    icon = "openquote"
    menu_label = "Témoignages"
    menu_name = "testimonies"
    menu_order = 215
    add_to_admin_menu = True
    list_display = ["title", "role", "voice", ConsentColumn("consent", label="Consentement"), LIVE]
    list_filter = ["voice", "live"]
    search_fields = ["title", "role", "text"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", placeholder="Une phrase courte, sans nom"),
                    FieldRowPanel([FieldPanel("role"), FieldPanel("voice")]),
                    FieldPanel("text"),
                    FieldPanel("content_note"),
                    FieldPanel("video"),
                    FieldPanel("departement"),
                ],
                heading="Le témoignage",
            ),
            ObjectList([FieldPanel("wanted"), FieldPanel("slug"), follow_up_panel()], heading="Suivi"),
        ],
        base_form_class=TestimonyForm,
    )

    @property
    def permission_policy(self) -> TestimonyPolicy:
        return TestimonyPolicy(self.model)


class RateViewSet(SnippetViewSet):
    model = Rate
    icon = "calendar-check"
    menu_label = "Tarifs du temps"
    menu_order = 216
    add_to_settings_menu = True
    list_display = ["since", "euros_per_day", "hours_per_day"]
    copy_view_enabled = False
    panels = [FieldPanel("since"), FieldPanel("euros_per_day"), FieldPanel("hours_per_day")]

    @property
    def permission_policy(self) -> RatePolicy:
        return RatePolicy(self.model)


def urls() -> list[URLPattern]:
    """Addresses under `/redaction/`."""
    return [path("temoignages/<int:pk>/consentement/", consent, name="consent_office")]


def _only_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not selectors.can(request.user, Verb.EDIT_TESTIMONIES):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


@_only_editors
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The history of a consent; who may note consents notes one, withdraws for the person, sends a link."""
    testimony = get_object_or_404(Testimony.objects.select_related("video", "departement"), pk=pk)
    keeps = selectors.can(request.user, Verb.SEE_CONSENT_CONTACTS)
    action = request.POST.get("action", "")
    form = RecordConsentForm(
        request.POST if action == "record" else None,
        initial={"digest": testimony.digest, "said_on": timezone.localdate()},
    )
    if request.method == "POST":
        if not keeps and action != "handled":
            raise PermissionDenied
        done = _act(request, testimony, action, form)
        if done is not None:
            return done
    contact = ConsentContact.objects.filter(testimony=testimony).first() if keeps else None
    return render(
        request,
        "participation/back_office/consent.html",
        {
            "page_title": "Consentement",
            "page_subtitle": testimony.title,
            "header_icon": "openquote",
            "testimony": testimony,
            "place": selectors.standing(testimony=testimony, today=timezone.localdate()),
            "lines": selectors.rows_of_consent(testimony=testimony),
            "corrections": testimony.corrections.all(),
            "keeps": keeps,
            "contact": contact,
            "is_withdrawn": selectors.standing(testimony=testimony, today=timezone.localdate()).state == ConsentState.WITHDRAWN
            and not testimony.words,
            "form": form,
            "withdrawal_form": WithdrawalForm(),
        },
        status=422 if form.errors else 200,
    )


def _act(request: HttpRequest, testimony: Testimony, action: str, form: RecordConsentForm) -> HttpResponse | None:
    """What a button asks; None when the form is to be shown again, with what is wrong."""
    here, now = redirect("consent_office", pk=testimony.pk), timezone.now()
    if action == "record":
        return here if form.is_valid() and _record(request, testimony, form) else None
    if action == "withdraw":
        asked = WithdrawalForm(request.POST)
        if not asked.is_valid():
            raise Http404
        services.withdraw(testimony=testimony, how=ConsentHow(asked.cleaned_data["how"]), now=now, by=request.user)
        messages.success(request, "Le témoignage est retiré du site. Son texte et l’adresse sont effacés.")
    elif action == "link":
        sent = services.send_link(testimony=testimony, now=now)
        messages.success(request, "Un lien est parti.") if sent else messages.error(request, "Aucune adresse n’est connue.")
    elif action == "handled":
        number = request.POST.get("request", "")
        known = testimony.corrections.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
        if known is None:
            raise Http404
        services.handle_correction(request=known, now=now)
        messages.success(request, "La demande est notée comme traitée.")
    else:
        messages.error(request, "Ce bouton n’existe pas.")
    return here


def _record(request: HttpRequest, testimony: Testimony, form: RecordConsentForm) -> bool:
    values = form.cleaned_data
    if values["digest"] != testimony.digest:
        form.add_error(None, "Le texte a changé pendant que vous écriviez. Rechargez la page et relisez-le.")
        return False
    try:
        services.record_consent(
            testimony=testimony,
            uses=values["uses"],
            said_on=values["said_on"],
            how=ConsentHow(values["how"]),
            email=values["email"],
            filed_under=values["filed_under"],
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        for name, texts in (error.message_dict if hasattr(error, "error_dict") else {None: error.messages}).items():
            form.add_error(name if name in form.fields else None, texts)
        return False
    messages.success(request, "L’accord est noté.")
    return True
