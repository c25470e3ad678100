"""What editors of a practice see besides its fields: where an easy-to-read text is too long, and when it must be read again."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel

from lilith.foundation.selectors import text_of
from lilith.literacy.selectors import long_sentences

# An easy-to-read sentence has so many words at most.
LONGEST_EASY_SENTENCE = 12


class PracticeForm(WagtailAdminPageForm):
    """A group read one text: another text has to be read again."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "falc_text" in self.changed_data and cleaned.get("falc_read_on") and "falc_read_on" not in self.changed_data:
            self.add_error(
                "falc_read_on",
                "Le texte facile à lire a changé. Donnez le jour de la nouvelle lecture, ou videz ce champ et le groupe.",
            )
        return cleaned


class EasyReadHints(Panel):
    """Under an easy-to-read text as it was last saved: its sentences of more than twelve words."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "practices/back_office/easy_read_hints.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            text = text_of(getattr(self.instance, "falc_text", "") or "")
            return {
                **super().get_context_data(parent_context),
                "has_text": bool(text),
                "hints": long_sentences(text, longest=LONGEST_EASY_SENTENCE),
                "longest": LONGEST_EASY_SENTENCE,
            }
