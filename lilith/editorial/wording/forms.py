"""A text from elsewhere, and for whom it is."""

from __future__ import annotations

from typing import Any

from django import forms

from lilith.editorial.wording.reading import LARGEST_TEXT, READERS, TooLargeError
from lilith.literacy.selectors import Level

EASY_TO_READ = "falc"
EMPTY = "Collez un texte."


class WordsForm(forms.Form):
    """What is pasted, and the level it is read for."""

    text = forms.CharField(
        label="Le texte",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "maxlength": LARGEST_TEXT, "lang": "fr"}),
        help_text="Il n’est pas gardé.",
        error_messages={"required": EMPTY},
    )
    level = forms.ChoiceField(
        label="Pour qui",
        choices=[
            *((str(int(level)), words.capitalize()) for level, words in READERS.items()),
            (EASY_TO_READ, "Facile à lire et à comprendre (FALC)"),
        ],
        widget=forms.RadioSelect,
        initial="1",
        error_messages={"required": "Choisissez pour qui est ce texte."},
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if len(text.encode("utf-8", "replace")) > LARGEST_TEXT:
            raise forms.ValidationError(TooLargeError.message)
        if not text.strip():
            raise forms.ValidationError(EMPTY)
        return text

    def reading_arguments(self) -> dict[str, Any]:
        """What `read_text` takes, of a valid form."""
        level = self.cleaned_data["level"]
        easy = level == EASY_TO_READ
        return {"text": self.cleaned_data["text"], "level": Level.EVERYONE if easy else Level(int(level)), "easy_to_read": easy}
