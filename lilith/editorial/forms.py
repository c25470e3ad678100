"""The one question of each stage."""

from __future__ import annotations

from django import forms

from lilith.editorial.enums import Stage
from lilith.editorial.services.stages import LONGEST


class WordForm(forms.Form):
    """A few words, when someone has something to say."""

    comment = forms.CharField(
        label="Votre mot",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Pour la rédaction. Il n’est pas public.",
    )


class ReasonForm(WordForm):
    """What is to be changed: the writer needs it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["comment"]
        field.required, field.label = True, "À reprendre, parce que…"
        field.error_messages["required"] = "Dites ce qui est à reprendre : la rédaction en a besoin."


class PublicReasonForm(WordForm):
    """Why a version exists, for its readers."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["comment"]
        field.required, field.label = True, "Pourquoi cette version ?"
        field.help_text = "Une phrase. Elle est publique, dans l’historique de la page."
        field.error_messages["required"] = "Dites pourquoi : cette phrase est publique."


class WhyForm(forms.Form):
    """Why a draft is published without its readings."""

    why = forms.CharField(
        label="Pourquoi ?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une phrase. Elle est publique, dans l’historique de la page. Exemple : « Une adresse a changé. »",
        error_messages={"required": "Dites pourquoi : cette phrase est publique."},
    )


def form_for(*, stage: str, approve: bool) -> type[forms.Form]:
    """The form of an answer: a reason to send a text back, a public one to publish it, else a word if one likes."""
    if not approve:
        return ReasonForm
    return PublicReasonForm if stage == Stage.PUBLICATION else WordForm
