"""What someone tells, and their agreement that others read it, which lives and ends."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from lilith.foundation.fields import ProseField
from lilith.foundation.models import PublicRecord
from lilith.foundation.selectors import text_of
from lilith.library.models import Video
from lilith.participation.enums import ConsentHow, ConsentKind, Voice
from lilith.territories.models import Departement


class Testimony(PublicRecord):
    """What someone tells, in their words, by role and never by name.

    `live` follows from `wanted` and from the consent (`services.follow`): nobody ticks it. A testimony stands on the pages of
    practices and nowhere else: neither search nor the API nor a feed holds it, for what is copied under an open licence
    could not be taken back.
    """

    search_kind = ""
    review_kind = "story"

    live = models.BooleanField("en ligne", default=False, editable=False)
    wanted = models.BooleanField(
        "à montrer sur le site", default=True, help_text="Il se montre seulement si la personne est d’accord avec ce texte."
    )
    title = models.CharField("titre", max_length=160, help_text="Une phrase courte. Jamais de nom.")
    role = models.CharField(
        "qui parle",
        max_length=160,
        help_text="Comme «\u00a0une personne accompagnée\u00a0» ou «\u00a0la sœur d’une personne accompagnée\u00a0».",
    )
    voice = models.CharField("d’où elle parle", max_length=16, choices=Voice.choices, default=Voice.CONCERNED)
    text = ProseField("ce qui est dit", features=["bold", "ul"])
    content_note = models.CharField(
        "avertissement",
        max_length=240,
        blank=True,
        default="",
        help_text="Ce qui peut heurter. Le texte se lit alors d’un clic.",
    )
    video = models.ForeignKey(
        Video,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="testimonies",
        verbose_name="vidéo ou son",
        help_text="Laissez cette vidéo hors ligne dans la bibliothèque\u00a0: elle se montre seulement avec le témoignage.",
    )
    departement = models.ForeignKey(
        Departement, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="département"
    )

    class Meta:
        ordering = ("title", "pk")
        verbose_name = "témoignage"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.video is not None and self.video.live:
            message = "Cette vidéo est en ligne par elle-même. Mettez-la d’abord hors ligne dans la bibliothèque."
            raise ValidationError({"video": message})

    @property
    def words(self) -> str:
        """The text without its marks."""
        return text_of(self.text)

    @property
    def digest(self) -> str:
        """SHA-256 of all that a reader sees of this testimony: what a person agrees to is this and nothing else."""
        film = [self.video.url, self.video.file.name, self.video.transcript] if self.video else []
        shown = [self.title, self.role, self.voice, self.words, self.content_note, self.departement_id or "", *film]
        return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()


class Consent(models.Model):
    """One line of the history of a consent; lines are added, never changed, and the last one says where things stand.

    `text_digest` is the text that the person saw. The three uses are those they agree to; `valid_until` is the last day.
    A withdrawal has neither. `valid_at` is when the person said so, `recorded_at` when the site knew.
    """

    testimony = models.ForeignKey(Testimony, on_delete=models.CASCADE, related_name="consents")
    number = models.PositiveIntegerField("rang")
    kind = models.CharField("ce qui est dit", max_length=12, choices=ConsentKind.choices)
    text_digest = models.CharField("empreinte du texte", max_length=64)
    on_site = models.BooleanField("sur le site", default=False)
    in_print = models.BooleanField("sur papier", default=False)
    in_training = models.BooleanField("en formation", default=False)
    how = models.CharField("comment", max_length=12, choices=ConsentHow.choices)
    filed_under = models.CharField("où est rangé l’accord écrit", max_length=160, blank=True, default="")
    valid_until = models.DateField("valable jusqu’au", null=True, blank=True)
    valid_at = models.DateTimeField("dit le")
    recorded_at = models.DateTimeField("noté le")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="noté par"
    )

    never_public = True

    class Meta:
        ordering = ("testimony", "number")
        verbose_name = "consentement"
        constraints = [
            models.UniqueConstraint(fields=("testimony", "number"), name="consent_number_once"),
            models.UniqueConstraint(
                fields=("testimony", "text_digest"), condition=Q(kind=ConsentKind.WITHDRAWN), name="consent_withdrawn_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=ConsentKind.WITHDRAWN, valid_until__isnull=True, on_site=False, in_print=False, in_training=False
                )
                | (
                    ~Q(kind=ConsentKind.WITHDRAWN)
                    & Q(valid_until__isnull=False)
                    & (Q(on_site=True) | Q(in_print=True) | Q(in_training=True))
                ),
                name="consent_has_uses_and_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.testimony} ({self.get_kind_display()})"

    @property
    def uses(self) -> list[str]:
        """What the person agrees to, in words."""
        return [word for name, word in self.use_words() if getattr(self, name)]

    @classmethod
    def use_words(cls) -> list[tuple[str, str]]:
        """(field, words) of each use."""
        return [(field.name, str(field.verbose_name)) for field in cls._meta.fields if field.name in USES]


# The fields of Consent that say for what a testimony may be used.
USES = ("on_site", "in_print", "in_training")


class ConsentContact(models.Model):
    """Where the person is asked again. Never public; forgotten when they withdraw, and some months after a consent ended."""

    testimony = models.OneToOneField(Testimony, on_delete=models.CASCADE, related_name="contact")
    email = models.EmailField("adresse e-mail")

    never_public = True

    class Meta:
        verbose_name = "adresse d’un témoignage"

    def __str__(self) -> str:
        return f"adresse du témoignage {self.testimony_id}"


class CorrectionRequest(models.Model):
    """What a person would like to change in their testimony."""

    testimony = models.ForeignKey(Testimony, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField("ce qu’il faut changer", max_length=4000)
    asked_at = models.DateTimeField("demandé le")
    handled_at = models.DateTimeField("traité le", null=True, blank=True)

    never_public = True

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = "demande de correction"

    def __str__(self) -> str:
        return f"{self.testimony} ({self.asked_at:%Y-%m-%d})"
