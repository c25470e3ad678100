"""Questionnaires, their questions and what readers answered; then what is particular to a test of comprehension.

An instrument is one version of a questionnaire: once someone has answered it, nothing of it changes. Answers belong to nobody.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from lilith.accounts.enums import Verb
from lilith.accounts.models import Organisation
from lilith.instruments.enums import AnswerChannel, ComprehensionState, InstrumentKind


class Instrument(models.Model):
    """One version of a questionnaire. `revision` counts its savings as a draft: two editors do not overwrite each other."""

    uuid = models.UUIDField("identifiant public", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("nature", max_length=16, choices=InstrumentKind.choices)
    title = models.CharField("titre", max_length=300)
    version = models.PositiveSmallIntegerField("version", default=1)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("préparé le")

    class Meta:
        verbose_name = "questionnaire"

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"


class Item(models.Model):
    """A question."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField("rang")
    question = models.CharField("question", max_length=300)
    help = models.CharField("aide", max_length=300, blank=True, default="")

    never_public = True

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=("instrument", "order"), name="item_order_once")]

    def __str__(self) -> str:
        return self.question


class Choice(models.Model):
    """A possible answer to a question; at most one is right."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="choices")
    order = models.PositiveSmallIntegerField("rang")
    text = models.CharField("réponse", max_length=200)
    is_right = models.BooleanField("bonne réponse", default=False)

    never_public = True

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=("item", "order"), name="choice_order_once"),
            models.UniqueConstraint(fields=("item",), condition=Q(is_right=True), name="one_right_choice"),
        ]

    def __str__(self) -> str:
        return self.text


class ReadingPanel(models.Model):
    """A group of readers, known by its name. Nothing here says who is in it."""

    name = models.CharField(
        "nom du groupe",
        max_length=160,
        unique=True,
        help_text="Par exemple «\u00a0Groupe des usagers de…\u00a0». N’écrivez jamais le nom d’une personne.",
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="organisme"
    )
    has_intellectual_disability = models.BooleanField(
        "au moins un lecteur du groupe a un handicap intellectuel",
        default=False,
        help_text="Sans cela, un texte facile à lire (FALC) ne peut pas porter le logo européen.",
    )

    # Who may change these rows in the back office: those who manage tests (see permissions.py).
    edited_with = Verb.EDIT_WORDS

    class Meta:
        ordering = ("name",)
        verbose_name = "groupe de lecteurs"
        verbose_name_plural = "groupes de lecteurs"

    def __str__(self) -> str:
        return self.name


class AnswerSheet(models.Model):
    """One sheet of paper, printed for a panel; its code serves once. Sheets printed together share `batch`."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="sheets")
    panel = models.ForeignKey(ReadingPanel, on_delete=models.PROTECT, related_name="sheets", verbose_name="groupe")
    batch = models.UUIDField("lot")
    code = models.CharField("code", max_length=12, unique=True)
    created_at = models.DateTimeField("imprimée le")

    never_public = True

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = "feuille de réponses"
        verbose_name_plural = "feuilles de réponses"

    def __str__(self) -> str:
        return self.code


class Response(models.Model):
    """The answers of one reader, of whom nothing is known. `form_token` is that of the form they filled: it serves once.

    `valid_at` is the day they answered, `recorded_at` when this was written down.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="responses")
    form_token = models.UUIDField(unique=True)
    channel = models.CharField("réponse", max_length=8, choices=AnswerChannel.choices)
    sheet = models.OneToOneField(AnswerSheet, null=True, blank=True, on_delete=models.PROTECT, related_name="response")
    valid_at = models.DateField("répondu le")
    recorded_at = models.DateTimeField("enregistré le")
    is_demo = models.BooleanField("démonstration", default=False)

    # A printed figure may be five minutes old (the longest life of a kept page): an answer does not empty the page cache.
    never_public = True

    class Meta:
        ordering = ("pk",)
        verbose_name = "réponse"
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=AnswerChannel.PAPER, sheet__isnull=False)
                | Q(channel=AnswerChannel.SITE, sheet__isnull=True),
                name="paper_has_a_sheet",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.valid_at}"


class Answer(models.Model):
    """What one reader chose for one question."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="answers")

    never_public = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=("response", "item"), name="one_answer_an_item")]

    def __str__(self) -> str:
        return str(self.choice)


class ComprehensionTest(Instrument):
    """Questions on one text of level 1, and that text as it was when the test was opened.

    `subject` is the public id of the record; its title and address are copied. `changed_share` (0 to 1) is how much of the
    text has changed since, `changed_on` the day it passed the bound: the score stays true of the text that was read.
    """

    code = models.CharField("code public", max_length=12, unique=True)
    subject = models.UUIDField("texte testé", db_index=True)
    subject_title = models.CharField("titre du texte", max_length=300)
    subject_url = models.CharField("adresse du texte", max_length=300)
    state = models.CharField("état", max_length=12, choices=ComprehensionState.choices, default=ComprehensionState.DRAFT)
    text = models.TextField("texte lu", blank=True, default="")
    text_digest = models.CharField("empreinte du texte", max_length=64, blank=True, default="")
    opened_at = models.DateTimeField("ouvert le", null=True, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    changed_share = models.FloatField("part du texte changée", default=0)
    changed_on = models.DateField("à retester depuis le", null=True, blank=True)

    class Meta:
        verbose_name = "test de compréhension"
        verbose_name_plural = "tests de compréhension"
        constraints = [
            models.UniqueConstraint(fields=("subject",), condition=Q(state="ouvert"), name="one_open_test_a_text"),
            models.UniqueConstraint(fields=("subject",), condition=Q(state="brouillon"), name="one_draft_test_a_text"),
            models.CheckConstraint(
                condition=Q(state="brouillon", opened_at__isnull=True) | (~Q(text_digest="") & Q(opened_at__isnull=False)),
                name="an_opened_test_has_a_text",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="closed_after_it_opened"
            ),
            models.CheckConstraint(condition=Q(changed_share__gte=0, changed_share__lte=1), name="changed_share_is_a_share"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("comprehension", args=[self.code])

    @property
    def takes_answers_on_the_site(self) -> bool:
        """True while it is open and its text is still the one that the site shows."""
        return self.state == ComprehensionState.OPEN and self.changed_on is None

    @property
    def sections(self) -> list[tuple[str, list[tuple[str, list[str]]]]]:
        """The text as (title, blocks); a block is ("p", [text]) or ("ul", items)."""
        return sections_of(self.text)


def sections_of(text: str) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """A plain text (`foundation.slots.PlainText`) as (title, blocks); a block is ("p", [text]) or ("ul", items)."""
    sections = []
    for part in filter(None, (part.strip() for part in text.split("\n\n"))):
        title, _, rest = part.partition("\n")
        blocks: list[tuple[str, list[str]]] = []
        for line in filter(None, (line.strip() for line in rest.split("\n"))):
            if line.startswith("– "):
                if not blocks or blocks[-1][0] != "ul":
                    blocks.append(("ul", []))
                blocks[-1][1].append(line[2:])
            else:
                blocks.append(("p", [line]))
        sections.append((title, blocks))
    return sections
