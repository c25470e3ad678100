"""The form of one cell of the rights profile."""

from __future__ import annotations

from django import forms

from lilith.evidence.enums import RightsLevel
from lilith.evidence.models import RightsRating

# « Renforce ce droit », « Cela dépend de la façon de faire »…
ANSWERS = [
    (level.value, f"Cela {level.label}" if level == RightsLevel.MIXED else f"{str(level.label).capitalize()} ce droit")
    for level in RightsLevel
]
LONGEST = RightsRating._meta.get_field("justification").max_length


class SigningForm(forms.Form):
    """What one voice says of one right, and why."""

    level = forms.ChoiceField(
        label="Votre jugement",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une réponse de la liste."},
    )
    justification = forms.CharField(
        label="Pourquoi",
        max_length=LONGEST,
        help_text="En quelques phrases\u00a0: ce que vous avez lu, ce que vous savez. Ce texte sera public, avec votre rôle, sans votre nom.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Dites pourquoi, en une ou deux phrases.",
            "max_length": "Ce texte est trop long\u00a0: %(limit_value)d signes au plus, il en compte %(show_value)d.",
        },
    )
