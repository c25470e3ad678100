"""Fields that keep migrations small and editors' forms simple."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.fields import RichTextField, StreamField


class SlimStreamField(StreamField):
    """A StreamField whose block definitions stay out of migrations (ADR 0003): they are code, not schema."""

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or [], **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class LinesField(models.TextField):
    """Short strings, one a line in the form; `lines_of` reads them back as a list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("help_text", "Un élément par ligne.")
        super().__init__(*args, **kwargs)


def lines_of(text: str) -> list[str]:
    """The non-empty lines of a LinesField."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


# Signs of one section, tags included: some fifteen thousand words, ten times the longest of the site.
LONGEST_PROSE = 100_000


def check_prose_length(html: str) -> None:
    """Raise ValidationError when a section is longer than a page can show, compare and read aloud."""
    if len(html) > LONGEST_PROSE:
        longest = f"{LONGEST_PROSE:,}".replace(",", "\u00a0")
        raise ValidationError(
            f"Ce texte est trop long\u00a0: {longest} signes au plus. Coupez-le, ou joignez un document. Rien n’est enregistré.",
            code="too_long",
        )


class ProseField(RichTextField):
    """Rich text of one level of a page: paragraphs, lists, bold, links; nothing that could break its shape."""

    # Not `max_length`: that one would stand in every migration.
    default_validators = [*RichTextField.default_validators, check_prose_length]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("features", ["bold", "ul", "link"])
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """The editor, which says what it edits (« practices.practicepage.essential ») to scripts of the back office."""
        field = super().formfield(**kwargs)
        field.widget.attrs["data-prose"] = f"{self.model._meta.label_lower}.{self.name}"
        return field
