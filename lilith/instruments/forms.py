"""Forms of readers, of typists and of editors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property

from lilith.instruments.drafts import MOST_CHOICES, MOST_ITEMS, ItemDraft
from lilith.instruments.models import Item, ReadingPanel
from lilith.instruments.services.sheets import MOST_SHEETS


class AnswerForm(forms.Form):
    """The questions of an instrument, one answer each."""

    use_required_attribute = False

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.item_names = {f"item-{item.pk}": item.pk for item in items}
        for item in items:
            self.fields[f"item-{item.pk}"] = forms.ChoiceField(
                label=item.question,
                help_text=item.help,
                choices=[(str(choice.pk), choice.text) for choice in item.choices.all()],
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Choisissez une réponse.",
                    "invalid_choice": "Cette réponse n’est pas dans la liste. Choisissez-en une autre.",
                },
            )

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions, without what a form may hold besides."""
        return [self[name] for name in self.item_names]

    @property
    def unanswered(self) -> list[forms.BoundField]:
        """The questions to look at again."""
        return [field for field in self.questions if field.errors]

    def chosen(self) -> dict[int, int]:
        """Key of each question → key of the answer chosen; of a valid form."""
        return {pk: int(self.cleaned_data[name]) for name, pk in self.item_names.items()}


class PaperForm(AnswerForm):
    """The same, from a sheet of paper: with the day that readers answered."""

    answered_on = forms.DateField(
        label="Jour de la lecture",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Dites quel jour la feuille a été remplie.", "invalid": "Cette date n’existe pas."},
    )


class SheetsForm(forms.Form):
    """How many sheets, for whom."""

    panel = forms.ModelChoiceField(
        ReadingPanel.objects.none(),
        label="Groupe de lecteurs",
        empty_label="Choisir un groupe",
        error_messages={"required": "Choisissez un groupe.", "invalid_choice": "Ce groupe n’existe plus."},
    )
    count = forms.IntegerField(
        label="Nombre de feuilles",
        min_value=1,
        max_value=MOST_SHEETS,
        initial=8,
        help_text=f"De 1 à {MOST_SHEETS}. Une feuille par lecteur.",
        error_messages={"required": "Dites combien de feuilles.", "invalid": "Écrivez un nombre."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].queryset = ReadingPanel.objects.all()  # type: ignore[attr-defined]


class QuestionsForm(forms.Form):
    """Up to five questions of up to four answers, on one page; an empty question is left out."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, drafts: Sequence[ItemDraft] = (), **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        ranks = [(str(rank), "Bonne réponse") for rank in range(1, MOST_CHOICES + 1)]
        for number in range(1, MOST_ITEMS + 1):
            draft = drafts[number - 1] if number <= len(drafts) else None
            self._text(f"question_{number}", "Question", 300, draft.question if draft else "")
            self._text(f"help_{number}", "Aide (facultatif)", 300, draft.help if draft else "")
            for rank in range(1, MOST_CHOICES + 1):
                has_it = draft is not None and rank <= len(draft.choices)
                value = draft.choices[rank - 1] if draft is not None and has_it else ""
                self._text(f"choice_{number}_{rank}", f"Réponse {rank}", 200, value)
            self.fields[f"right_{number}"] = forms.ChoiceField(
                choices=ranks,
                required=False,
                widget=forms.RadioSelect,
                initial=str(draft.right + 1) if draft else None,
                error_messages={"invalid_choice": "Cette réponse n’est pas dans la liste."},
            )

    def _text(self, name: str, label: str, longest: int, initial: str) -> None:
        self.fields[name] = forms.CharField(
            label=label,
            max_length=longest,
            required=False,
            initial=initial,
            error_messages={"max_length": f"{longest} caractères au plus."},
        )

    @cached_property
    def blocks(self) -> list[dict[str, Any]]:
        """The fields question by question, for the template: the text of each answer beside the mark of the right one."""
        blocks = []
        for number in range(1, MOST_ITEMS + 1):
            marks = list(self[f"right_{number}"])
            names = [f"choice_{number}_{rank}" for rank in range(1, MOST_CHOICES + 1)]
            blocks.append(
                {
                    "number": number,
                    "question": self[f"question_{number}"],
                    "help": self[f"help_{number}"],
                    "choices": [(self[name], mark) for name, mark in zip(names, marks, strict=True)],
                    "errors": self[f"right_{number}"].errors,
                }
            )
        return blocks

    def drafts(self) -> list[ItemDraft]:
        """The questions that were written, of a valid form. The right answer is counted among those that are not empty."""
        found = []
        for number in range(1, MOST_ITEMS + 1):
            data = self.cleaned_data
            texts = [data[f"choice_{number}_{rank}"].strip() for rank in range(1, MOST_CHOICES + 1)]
            question, help_text = data[f"question_{number}"].strip(), data[f"help_{number}"].strip()
            if not (question or help_text or any(texts)):
                continue
            marked = int(data[f"right_{number}"] or 0)
            right = len([text for text in texts[: marked - 1] if text]) if marked and texts[marked - 1] else -1
            found.append(ItemDraft(question, tuple(text for text in texts if text), right, help_text))
        return found
