"""One word to avoid, kept by people concerned and by those who keep the words plain."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from lilith.accounts.enums import Role
from lilith.foundation.fields import LinesField
from lilith.library.enums import AdviceReason


class WordAdvice(models.Model):
    """A word or an expression that editors are told about when they write it.

    `kept_by` is the role of whoever wrote the entry as it is; empty: it came with the launch list and nobody has read it over.
    `version` tells two people who save at the same time. `content_*` say what the content file gave.
    """

    never_public = True

    word = models.CharField(
        "mot ou expression", max_length=120, help_text="Au singulier. Le pluriel et le féminin sont trouvés aussi."
    )
    forms = LinesField(
        "autres écritures", help_text="Une par ligne. Par exemple « souffre de » et « souffrent de », pour « souffrir de »."
    )
    reason = models.CharField("pourquoi l’éviter", max_length=8, choices=AdviceReason.choices)
    say = models.CharField("dites plutôt", max_length=200, blank=True, default="")
    why = models.CharField(
        "en une phrase", max_length=300, blank=True, default="", help_text="Ce que la personne qui écrit lira, sous le mot."
    )
    live = models.BooleanField("en service", default=True)
    kept_by = models.CharField("tenu par", max_length=24, choices=Role.choices, blank=True, default="", editable=False)
    changed_on = models.DateField("changé le", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    content_key = models.CharField(max_length=120, blank=True, default="", db_index=True, editable=False)
    content_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        ordering = ("word",)
        verbose_name = "mot à éviter"
        verbose_name_plural = "mots à éviter"
        constraints = [
            models.UniqueConstraint(
                Lower("word"), name="word_advice_once", violation_error_message="Ce mot est déjà dans la liste."
            ),
            models.CheckConstraint(condition=models.Q(reason__in=AdviceReason.values), name="word_advice_reason"),
        ]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        super().clean()
        self.word = " ".join(self.word.split())
        if not any(sign.isalpha() for sign in self.word):
            raise ValidationError({"word": "Écrivez au moins un mot."})
        if len(self.forms) > 2000:
            raise ValidationError({"forms": "C’est trop long\u00a0: 2 000 signes au plus."})
