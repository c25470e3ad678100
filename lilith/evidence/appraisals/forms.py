"""Forms of the appraisals. They read what was typed; services decide. A refused form keeps its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from lilith.accounts.models import Organisation, User
from lilith.evidence.appraisals.cells import Cell, cells_to_judge, most
from lilith.evidence.appraisals.enums import Capacity, Decision, InterestKind, Voice
from lilith.evidence.appraisals.errors import AppraisalError, InvalidError
from lilith.evidence.appraisals.services.readings import LONGEST, Typed, cell_name
from lilith.evidence.appraisals.words import QUESTIONS, answers
from lilith.evidence.enums import Domain
from lilith.evidence.models import Dossier, DossierOutcome

EMPTY = "Ce champ est vide."


class KeptForm(forms.Form):
    """A form whose service may refuse: the refusal is shown in the form, beside the field it speaks of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = EMPTY
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4

    def refuse(self, error: AppraisalError) -> None:
        """Show why a service refused, keeping what was typed."""
        known = {}
        if isinstance(error, InvalidError):
            known = {name: words for name, words in error.errors.items() if name in self.fields}
        for name, words in known.items():
            self.add_error(name, words)
        if not known:
            self.add_error(None, str(error))


def text(label: str, help_text: str = "", *, longest: int = 2000, required: bool = True) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=longest, required=required, widget=forms.Textarea, strip=True
    )


def levels(domain: Domain) -> list[tuple[str, str]]:
    """The answers to a question: (number of levels, words)."""
    return [(str(value), words) for value, words in enumerate(answers(domain)[: most(domain) + 1])]


class ReadingForm(KeptForm):
    """Every question of a dossier: an answer and a reason each. Nothing is required here: a draft may be empty."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, lines: Iterable[DossierOutcome], known: Mapping[Cell, Any], version: int, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"seen_version": version}
        self.lines = list(lines)
        self.cells = cells_to_judge(self.lines)
        for cell, judgment in known.items():
            initial[f"v-{cell_name(cell)}"] = str(judgment.value)
            initial[f"r-{cell_name(cell)}"] = judgment.reason
        super().__init__(*args, initial=initial, **kwargs)
        for cell in self.cells:
            name, domain = cell_name(cell), cell[1]
            self.fields[f"v-{name}"] = forms.ChoiceField(
                label=QUESTIONS[domain], choices=levels(domain), widget=forms.RadioSelect, required=False
            )
            self.fields[f"r-{name}"] = forms.CharField(
                label="Pourquoi", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
            )

    def typed(self) -> dict[Cell, Typed]:
        """What was answered, for the service."""
        found: dict[Cell, Typed] = {}
        for cell in self.cells:
            value = self.cleaned_data.get(f"v-{cell_name(cell)}", "")
            reason = self.cleaned_data.get(f"r-{cell_name(cell)}", "")
            if value or reason:
                found[cell] = (int(value) if value else None, reason)
        return found

    def refuse(self, error: AppraisalError) -> None:
        if isinstance(error, InvalidError):
            for name, words in error.errors.items():
                side = "v" if words.startswith("Choisissez") else "r"
                self.add_error(f"{side}-{name}" if f"{side}-{name}" in self.fields else None, words)
        else:
            self.add_error(None, str(error))

    def rows(self) -> list[tuple[DossierOutcome, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Line → its questions, each an answer and a reason."""
        found = []
        for line in self.lines:
            names = [cell_name(cell) for cell in self.cells if cell[0] == line.pk]
            found.append((line, [(self[f"v-{name}"], self[f"r-{name}"]) for name in names]))
        return found

    def progress(self) -> str:
        """How many questions have an answer, as the form stands: « 3 questions sur 5 ont une réponse »."""
        count = sum(self[f"v-{cell_name(cell)}"].value() not in (None, "") for cell in self.cells)
        words = "questions sur {} ont" if count > 1 else "question sur {} a"
        return f"{count} {words.format(len(self.cells))} une réponse"


class SettlementForm(KeptForm):
    """What a reader writes of one disagreement."""

    value = forms.ChoiceField(label="Ce que vous proposez", widget=forms.RadioSelect)
    reason = text("Pourquoi", "Cette raison sera publiée. N’écrivez aucun nom.")
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, domain: Domain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = levels(domain)


class OpinionForm(KeptForm):
    """What one voice decides."""

    decision = forms.ChoiceField(label="Votre avis", widget=forms.RadioSelect)
    reason = text("Pourquoi", "Publié avec votre rôle, sans votre nom. Nécessaire pour un avis défavorable.", required=False)
    seen_round = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, voice: Voice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        if voice == Voice.RELATIVES:
            field.choices = [(Decision.READ.value, "J’ai lu ce résultat")]
            field.initial = Decision.READ.value
            self.fields["reason"].label = "Ce que vous voulez dire"
            self.fields["reason"].help_text = "Publié avec votre rôle, sans votre nom."
        else:
            field.choices = [
                (Decision.APPROVE.value, "Favorable\u00a0: ce résultat peut être publié"),
                (Decision.REFUSE.value, "Défavorable\u00a0: il ne doit pas être publié ainsi"),
            ]


class MinorityForm(KeptForm):
    text = text("Votre avis minoritaire", "Il sera publié à côté du résultat, avec votre rôle.", longest=3000)


class AnswerForm(KeptForm):
    text = text("Votre réponse", "Elle sera publiée avec l’évaluation, avec votre rôle, sans votre nom.", longest=5000)


class OverruleForm(KeptForm):
    reason = text("Pourquoi passer outre", "Cette raison sera imprimée à côté du refus.")


class OpenForm(KeptForm):
    """A new appraisal."""

    dossier = forms.ModelChoiceField(label="Quel dossier", queryset=Dossier.objects.none(), empty_label="Choisissez")
    requested_by_role = forms.CharField(
        label="Qui la demande",
        max_length=120,
        help_text="Un rôle ou un organisme, comme «\u00a0équipe d’appui\u00a0». Ce sera public.",
    )
    reason = text("Pourquoi maintenant", longest=1000)
    organisations = forms.ModelMultipleChoiceField(
        label="Quels organismes portent, financent ou vendent cette pratique",
        help_text="Qui a déclaré un lien avec eux ne prendra pas part. Plusieurs choix\u00a0: touche Ctrl ou Cmd.",
        queryset=Organisation.objects.order_by("name"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, dossiers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["dossier"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = dossiers


class AssignForm(KeptForm):
    """Who takes a seat; `people` are those who may, the others are listed beside with what stands in their way."""

    reviewer = forms.ModelChoiceField(label="Lecteur ou lectrice", queryset=User.objects.none(), empty_label="Choisissez")
    reason = text("Pourquoi remplacer la personne nommée", longest=600, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Iterable[User], replaces: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reviewer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[user.pk for user in people])
        if not replaces:
            del self.fields["reason"]


class VersionForm(KeptForm):
    """A button that acts on what was seen, and on nothing else."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(KeptForm):
    """One act of the coordination or of a reader that has a public reason."""

    reason = text("Pourquoi", "Cette raison est publique.", longest=1000)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class InterestForm(KeptForm):
    """One declaration of interests."""

    kind = forms.ChoiceField(label="Quel lien", choices=InterestKind.choices, widget=forms.RadioSelect)
    subject = text(
        "De quoi s’agit-il",
        "Quelques mots. Ce texte est public, sans votre nom\u00a0: n’écrivez le nom de personne. Inutile pour «\u00a0aucun lien\u00a0».",
        longest=600,
        required=False,
    )
    dossier = forms.ModelChoiceField(
        label="Quel dossier est concerné", queryset=Dossier.objects.none(), required=False, empty_label="Aucun en particulier"
    )
    organisation = forms.ModelChoiceField(
        label="Quel organisme est concerné",
        queryset=Organisation.objects.order_by("name"),
        required=False,
        empty_label="Aucun en particulier",
    )
    valid_from = forms.DateField(
        label="Depuis le", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label="Jusqu’au",
        help_text="Laissez vide si cela dure encore.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, dossiers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["dossier"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = dossiers


class CommitteeForm(KeptForm):
    """A new committee; `kinds` are those that can still be made."""

    kind = forms.ChoiceField(label="Quel comité", widget=forms.RadioSelect)
    title = forms.CharField(label="Son nom", max_length=160)
    purpose = text("Sa mission", "Une ou deux phrases. Elles sont publiques.", longest=1000)
    dossier = forms.ModelChoiceField(
        label="Pour quel dossier",
        help_text="Pour un comité propre à une pratique seulement.",
        queryset=Dossier.objects.none(),
        required=False,
        empty_label="Aucun",
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], dossiers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, dossier = self.fields["kind"], self.fields["dossier"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(dossier, forms.ModelChoiceField)
        kind.choices = kinds
        dossier.queryset = dossiers


class SeatForm(KeptForm):
    """A seat in a committee."""

    user = forms.ModelChoiceField(label="Qui", queryset=User.objects.none(), empty_label="Choisissez")
    capacity = forms.ChoiceField(label="Place", choices=Capacity.choices, initial=Capacity.MEMBER, widget=forms.RadioSelect)
    since = forms.DateField(label="Depuis le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[user.pk for user in people])
