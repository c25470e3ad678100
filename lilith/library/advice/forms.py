"""One entry of the list, as it is typed. The rules are in `services`."""

from __future__ import annotations

from typing import Any

from django import forms

from lilith.library.advice.models import WordAdvice
from lilith.library.enums import AdviceReason

EMPTY = "Ce champ est vide."


class WordAdviceForm(forms.ModelForm):
    """A word, why to avoid it, and what to say instead."""

    reason = forms.ChoiceField(label="pourquoi l’éviter", choices=AdviceReason.choices, widget=forms.RadioSelect)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    class Meta:
        model = WordAdvice
        fields = ("word", "reason", "say", "why", "forms", "live")
        widgets = {
            "why": forms.Textarea(attrs={"rows": 3}),
            "forms": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version if self.instance.pk else 0
        self.fields["live"].help_text = "Décochez pour ne plus signaler ce mot, sans perdre ce qui est écrit."
        for field in self.fields.values():
            field.error_messages["required"] = EMPTY
        self.fields["reason"].error_messages["required"] = "Choisissez une réponse."

    def _post_clean(self) -> None:
        """The service checks the whole entry, once, with its version."""
