"""The easy-to-read version (FALC) of a practice: beside level 1, never instead of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from lilith.foundation.fields import ProseField
from lilith.instruments.models import ReadingPanel
from lilith.practices.back_office import EasyReadHints


class EasyRead(models.Model):
    """An easy-to-read text, which group read it and when. The public sees it only once a group has read it.

    `falc_logo`: it may carry the European logo. Its rules (Inclusion Europe) want the European standards for easy-to-read
    information, and at least one person with an intellectual disability who read the text and found it easy.
    """

    falc_text = ProseField("texte facile à lire et à comprendre (FALC)")
    falc_group = models.ForeignKey(
        ReadingPanel, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="groupe qui l’a relu"
    )
    falc_read_on = models.DateField("relu le", null=True, blank=True)
    falc_logo = models.BooleanField(
        "porte le logo européen",
        default=False,
        help_text="Seulement si une personne du groupe a un handicap intellectuel, et si le texte suit les règles européennes.",
    )

    class Meta:
        abstract = True

    easy_read_panels = [
        FieldPanel("falc_text"),
        EasyReadHints(),
        FieldRowPanel([FieldPanel("falc_group"), FieldPanel("falc_read_on")]),
        FieldPanel("falc_logo"),
    ]

    @property
    def has_easy_read(self) -> bool:
        """True when there is a text and a group has read it."""
        return bool(self.falc_group_id and self.falc_read_on and strip_tags(self.falc_text or "").strip())

    @property
    def shows_easy_read_logo(self) -> bool:
        """True when the text carries the European logo and its group still allows it."""
        return bool(self.falc_logo and self.has_easy_read and self.falc_group and self.falc_group.has_intellectual_disability)

    def clean(self) -> None:
        super().clean()
        faults: dict[str, Any] = {}
        if bool(self.falc_group_id) != bool(self.falc_read_on):
            faults["falc_read_on"] = "Dites à la fois quel groupe a relu le texte facile à lire, et quel jour."
        if self.falc_group_id and not strip_tags(self.falc_text or "").strip():
            faults["falc_text"] = "Un groupe est nommé, mais il n’y a pas de texte facile à lire."
        if self.falc_logo and not (self.falc_group and self.falc_group.has_intellectual_disability):
            faults["falc_logo"] = (
                "Le logo européen demande qu’au moins une personne qui a un handicap intellectuel ait relu le texte. "
                "La fiche du groupe doit le dire."
            )
        if faults:
            raise ValidationError(faults)


@register_setting(icon="image")
class EasyReadSettings(BaseGenericSetting):
    """The picture of the European logo, which is not ours to give: whoever runs the site adds the official file."""

    logo = models.ForeignKey(
        "foundation.LilithImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="image du logo européen",
        help_text="Le fichier d’Inclusion Europe, sans le changer. Sans image, la page dit le logo en mots.",
    )

    class Meta:
        verbose_name = "logo Facile à lire"
