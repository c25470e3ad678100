"""What people and the team fill in. The rules are in `services`; these read what was typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lilith.accounts.models import User
from lilith.participation.enums import ConsentHow, TimeKind
from lilith.participation.models import Consent

EMAIL = "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr"
EMPTY = "Ce champ est vide."
USE_WORDS = [(name, word.capitalize()) for name, word in Consent.use_words()]


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": EMPTY, "invalid": "Écrivez la date comme 22/11/2026."},
        **kwargs,
    )


class AnswerForm(forms.Form):
    """What a person agrees to, for the text that they have just read."""

    uses = forms.MultipleChoiceField(choices=USE_WORDS, required=False)
    digest = forms.CharField(max_length=64)


class CorrectionForm(forms.Form):
    """What a person would like to change."""

    text = forms.CharField(
        label="Ce que vous voulez changer",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Écrivez ce que vous voulez changer.",
            "max_length": "C’est trop long\u00a0: 4 000 signes au plus.",
        },
    )


class LostLinkForm(forms.Form):
    """The address that a person gave with their testimony."""

    email = forms.EmailField(
        label="Votre adresse e-mail",
        help_text="Celle que vous nous avez donnée avec votre témoignage.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": EMPTY, "invalid": EMAIL},
    )


class TimeForm(forms.Form):
    """One task on one day."""

    day = _day(label="Le jour")
    kind = forms.ChoiceField(label="Nature", choices=TimeKind.choices)
    task = forms.CharField(
        label="Ce que vous avez fait",
        max_length=240,
        help_text="En quelques mots. Sans nom de personne.",
        error_messages={"required": "Dites en quelques mots ce que vous avez fait."},
    )
    hours = forms.DecimalField(
        label="Durée, en heures",
        localize=True,
        max_digits=4,
        decimal_places=2,
        help_text="En quarts d’heure. Exemples\u00a0: 7\u00a0; 2,5\u00a0; 0,75.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": EMPTY, "invalid": "Écrivez un nombre d’heures, comme 2,5."},
    )

    def clean_hours(self) -> Decimal:
        hours: Decimal = self.cleaned_data["hours"]
        if hours * 4 != int(hours * 4) or not 0 < hours <= 24:
            raise ValidationError("Donnez une durée en quarts d’heure, de 0,25 à 24 heures.")
        return hours

    @property
    def facts(self) -> dict[str, Any]:
        """What the services take."""
        values = self.cleaned_data
        return {
            "day": values["day"],
            "kind": TimeKind(values["kind"]),
            "task": values["task"],
            "minutes": int(values["hours"] * 60),
        }


class CorrectTimeForm(TimeForm):
    """The same, changed: `version` is the one that the person saw."""

    reason = forms.CharField(
        label="Pourquoi ce changement", max_length=400, required=False, help_text="La coordination le lira."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class RefusalForm(forms.Form):
    """Why an entry goes back to its author."""

    reason = forms.CharField(
        label="Pourquoi",
        max_length=400,
        help_text="La personne lira ces mots. Dites ce qu’elle peut changer.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites pourquoi\u00a0: la personne le lira."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PaidOnForm(forms.Form):
    """The day of a payment."""

    paid_on = _day(label="Payé le")


class PeriodForm(forms.Form):
    """From a day to a day, both included, and for the coordination of whom."""

    de = _day(label="Du")
    a = _day(label="Au")
    personne = forms.ModelChoiceField(
        label="Personne", queryset=User.objects.none(), required=False, empty_label="Tout le monde"
    )

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["personne"]
        else:
            self.fields["personne"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("de"), cleaned.get("a")
        if isinstance(start, date) and isinstance(end, date) and start > end:
            self.add_error("a", "La fin vient avant le début.")
        return cleaned


class RecordConsentForm(forms.Form):
    """An agreement that a person gave on paper or by mail, as the coordination notes it."""

    said_on = _day(label="Date de l’accord")
    how = forms.ChoiceField(
        label="Comment",
        choices=[(how.value, how.label) for how in (ConsentHow.PAPER, ConsentHow.MAIL)],
        initial=ConsentHow.PAPER,
    )
    uses = forms.MultipleChoiceField(
        label="La personne accepte que son témoignage soit lu",
        choices=USE_WORDS,
        widget=forms.CheckboxSelectMultiple,
        initial=["on_site"],
        error_messages={"required": "Cochez au moins un usage."},
    )
    email = forms.EmailField(
        label="Adresse e-mail de la personne",
        required=False,
        help_text="Jamais publiée. Elle sert à redemander l’accord avant la fin. Vide\u00a0: l’adresse connue est gardée.",
        error_messages={"invalid": EMAIL},
    )
    filed_under = forms.CharField(
        label="Où est rangé l’accord écrit", max_length=160, required=False, help_text="Sans nom de personne."
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class WithdrawalForm(forms.Form):
    """How a person told the coordination that they withdraw."""

    how = forms.ChoiceField(
        label="Comment la personne l’a dit",
        choices=[(how.value, how.label) for how in (ConsentHow.PAPER, ConsentHow.MAIL)],
    )
