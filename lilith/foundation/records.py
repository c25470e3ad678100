"""The back office of public records: one form, one set of panels and one kind of list for all of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

# Whether a record is public, in a list.
LIVE = BooleanColumn("live", label="En ligne", sort_key="live")


class RecordForm(WagtailAdminModelForm):
    """Refuses to overwrite what someone else saved meanwhile, and dates what was changed."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version if self.instance.pk else 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            now = type(self.instance)._default_manager.filter(pk=self.instance.pk).values_list("version", flat=True).first()
            if cleaned.get("seen_version") != now:
                raise ValidationError(
                    "Quelqu’un a changé cette fiche pendant que vous écriviez. Copiez votre texte, rechargez la page, "
                    "puis reprenez.",
                    code="stale",
                )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.has_changed():
            if self.instance.pk:
                self.instance.version += 1
            if "updated_on" not in self.changed_data:
                self.instance.updated_on = timezone.localdate()
        return super().save(commit)


def follow_up_panel() -> Panel:
    """When a text was written and changed, when it is read again, and where its facts come from."""
    names = ("written_on", "updated_on", "next_review_on", "sources")
    return MultiFieldPanel([FieldPanel(name) for name in names], heading="Suivi éditorial")


def record_form(*tabs: tuple[str, list[Any]], form: type[RecordForm] = RecordForm) -> TabbedInterface:
    """The form of a record: its own tabs, then its address, whether it is public, and its follow-up."""
    parts = [ObjectList(panels, heading=heading) for heading, panels in tabs]
    parts.append(ObjectList([FieldPanel("slug"), FieldPanel("live"), follow_up_panel()], heading="Suivi"))
    return TabbedInterface(parts, base_form_class=form)


class RecordViewSet(SnippetViewSet):
    """A list that can be searched and filtered, and a form. A room says the model, the columns, the filters, the tabs."""

    copy_view_enabled = False
    list_per_page = 50
