"""The index: documents, their tokens with an impact each, the words of the site, and the words of people.

No kept page shows any of it (the page of results is never kept): writing it makes no page out of date.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from lilith.foundation.fields import LinesField, lines_of


class Document(models.Model):
    """A public record as the search room keeps it; plain text, shown in excerpts."""

    never_public = True

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=160)
    title = models.CharField(max_length=400)
    url = models.CharField(max_length=500)
    names = models.JSONField(default=list)
    keywords = models.JSONField(default=list)
    lead = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    facets = models.JSONField(default=dict)
    title_key = models.CharField(max_length=400, db_index=True)
    # The record it comes from, as "app.model:pk": a record whose address changes leaves nothing behind.
    origin = models.CharField(max_length=120, blank=True, default="", db_index=True)
    digest = models.CharField(max_length=64)
    analysed_with = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "key"), name="search_document_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class DocumentFacet(models.Model):
    """One value of a facet of a document."""

    never_public = True

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="facet_values")
    name = models.CharField(max_length=24)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("name", "value", "document"), name="search_facet_once")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class Token(models.Model):
    """A stem, an acronym, a number or a concept, and how many documents have it."""

    never_public = True

    text = models.CharField(max_length=66, unique=True)
    document_count = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """That a document has a token, and how much it speaks of it: a whole number, so that every engine adds up the same."""

    never_public = True

    pk = models.CompositePrimaryKey("token_id", "document_id")
    token = models.ForeignKey(Token, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, db_constraint=False, related_name="postings")
    impact = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.token_id} in {self.document_id}: {self.impact}"


class Word(models.Model):
    """A word as the site writes it, for spelling, suggestions and marking: folded form, token, and how it looks and sounds."""

    never_public = True

    form = models.CharField(max_length=64)
    token = models.CharField(max_length=66, db_index=True)
    display = models.CharField(max_length=64)
    sound = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("form", "token"), name="search_word_once")]

    def __str__(self) -> str:
        return self.display


class Concept(models.Model):
    """Several expressions of one idea: an acronym and what it stands for, or words of people and terms of the field."""

    never_public = True

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("source", "key"), name="search_concept_once")]

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"

    @property
    def token(self) -> str:
        """The token that documents and questions that say this idea share."""
        return f"#{self.pk}"


class Expression(models.Model):
    """One way to say a concept. In a question it `asks` for the concept; in a document it `answers` it."""

    never_public = True

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="expressions")
    text = models.CharField(max_length=200)
    asks = models.BooleanField(default=True)
    answers = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("concept", "text"), name="search_expression_once")]

    def __str__(self) -> str:
        return self.text


class WordMapping(Orderable):
    """Words that people type, and the words of the site that answer them. `content_*` say what the content file gave."""

    never_public = True

    words = LinesField("mots des personnes", help_text="Un mot ou une expression par ligne, comme on les tape.")
    terms = LinesField("mots du site", help_text="Un mot ou une expression par ligne, comme le site les écrit.")
    note = models.CharField("note pour la rédaction", max_length=300, blank=True, default="")
    live = models.BooleanField("en service", default=True)
    content_key = models.CharField(max_length=160, blank=True, default="", db_index=True, editable=False)
    content_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    # Who keeps the words changes them, and the search follows.
    edited_with = "edit_words"
    panels = [FieldPanel("words"), FieldPanel("terms"), FieldPanel("note"), FieldPanel("live")]

    class Meta(Orderable.Meta):
        verbose_name = "mots des personnes"
        verbose_name_plural = "mots des personnes"

    def __str__(self) -> str:
        return " · ".join(self.words.splitlines()[:3])

    def clean(self) -> None:
        super().clean()
        for name in ("words", "terms"):
            if not lines_of(getattr(self, name)):
                raise ValidationError({name: "Écrivez au moins un mot."})


class MissedQuery(models.Model):
    """Words that found nothing, counted by month; nothing says who typed them."""

    never_public = True

    month = models.DateField("mois")
    words = models.CharField("mots cherchés", max_length=80)
    count = models.PositiveIntegerField("fois", default=1)

    class Meta:
        ordering = ("-month", "-count", "words")
        verbose_name = "recherche sans résultat"
        verbose_name_plural = "recherches sans résultat"
        constraints = [models.UniqueConstraint(fields=("month", "words"), name="search_missed_once")]

    def __str__(self) -> str:
        return self.words


class IndexState(models.Model):
    """One row: how many documents there are, and which version of the thesaurus questions are read with."""

    never_public = True

    document_count = models.IntegerField(default=0)
    thesaurus_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="search_state_single")]

    def __str__(self) -> str:
        return f"{self.document_count} documents"
