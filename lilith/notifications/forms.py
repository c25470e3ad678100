"""What people fill in. The rules are in `services`; these read what was typed."""

from __future__ import annotations

from django import forms

from lilith.foundation.slots import NotificationKind
from lilith.notifications.enums import Rhythm, Step
from lilith.notifications.selectors import Choice
from lilith.notifications.services import LONGEST_REASON


def rhythms_for(kind: NotificationKind) -> list[tuple[str, str]]:
    """What may be chosen: never stands only where nobody waits for the person."""
    return [(row.value, row.label.capitalize()) for row in Rhythm if not (kind.must_answer and row == Rhythm.NEVER)]


class ChoicesForm(forms.Form):
    """One choice for each kind that may be written to a person."""

    def __init__(self, *args: object, choices: list[Choice], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for row in choices:
            self.fields[row.kind.code] = forms.ChoiceField(
                label=row.kind.title,
                choices=rhythms_for(row.kind),
                initial=row.rhythm.value,
                widget=forms.RadioSelect,
                help_text="Quelqu’un attend votre réponse\u00a0: vous choisissez quand, pas jamais."
                if row.kind.must_answer
                else "",
                error_messages={"required": "Choisissez une ligne.", "invalid_choice": "Ce choix n’existe pas."},
            )


class DecisionForm(forms.Form):
    """What is decided about a mail, and why."""

    step = forms.ChoiceField(choices=Step.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Pourquoi",
        max_length=LONGEST_REASON,
        help_text="L’équipe le lira. Sans nom de personne.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Dites pourquoi\u00a0: l’équipe le lira.",
            "max_length": f"C’est trop long\u00a0: {LONGEST_REASON} signes au plus.",
        },
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].required = self.data.get("step") != Step.RELEASE
