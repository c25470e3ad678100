"""Statements of paid time as files: a tagged PDF (PDF/UA-1) and a CSV that spreadsheets open as it is."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone

from lilith.foundation.templatetags.lilith import jour
from lilith.participation.models import TimeEntry
from lilith.participation.selectors import Statement

MEDIA_TYPES = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}
_TEMPLATE = Path(__file__).parent / "typst" / "statement.typ"
# A cell that begins so is a formula for a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def number(value: Decimal) -> str:
    """« 1 234,50 »: French, two decimals."""
    return f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",")


def hours(value: Decimal) -> str:
    """« 3,5 » or « 7 »."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


@cache
def _compiler() -> typst.Compiler:
    fonts = Path(settings.BASE_DIR) / "lilith" / "foundation" / "fonts"
    return typst.Compiler(root=str(_TEMPLATE.parent), font_paths=[str(fonts)], ignore_system_fonts=True)


def as_pdf(statement: Statement, *, now: datetime) -> bytes:
    """The statement of one person, on A4, with tags for screen readers. Takes some milliseconds."""
    data = {
        "title": "Relevé du temps d’expérience",
        "person": str(statement.person.display_name or "Personne sans nom affiché"),
        "start": jour(statement.start),
        "end": jour(statement.end),
        "made": jour(timezone.localdate(now)),
        "demo": statement.person.is_demo,
        "rows": [
            [
                entry.day.strftime("%d/%m/%Y"), str(entry.get_kind_display()), entry.task, hours(entry.hours),
                number(entry.euros_per_day), number(entry.amount), str(entry.get_state_display()),
            ]
            for entry in statement.entries
        ],
        "totals": [
            ["Heures déclarées, hors lignes à revoir", f"{hours(statement.hours)} h"],
            ["À valider", f"{number(statement.waiting)} €"],
            ["Validé, à payer", f"{number(statement.validated)} €"],
            ["Payé", f"{number(statement.paid)} €"],
        ],
        "days": sorted({hours(entry.hours_per_day) for entry in statement.entries}),
    }  # fmt: skip
    made = _compiler().compile(
        input=_TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(now.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("the statement is not one file")
    return made


def cell(value: object) -> str:
    """A value as a cell of a CSV file; what a spreadsheet would run as a formula is marked as text."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(entries: Iterable[TimeEntry], *, with_people: bool = False) -> bytes:
    """Entries as a CSV file: UTF-8 with its mark, semicolons, decimal commas."""
    heads = ["Date", "Nature", "Tâche", "Heures", "Euros par jour", "Heures d’une journée", "Montant en euros", "État"]
    heads += ["Payé le"]
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(["Personne"] if with_people else []), *heads])
    for entry in entries:
        values = [
            entry.day.strftime("%d/%m/%Y"), entry.get_kind_display(), entry.task, hours(entry.hours),
            f"{entry.euros_per_day:.2f}".replace(".", ","), hours(entry.hours_per_day), f"{entry.amount:.2f}".replace(".", ","),
            entry.get_state_display(), entry.paid_on.strftime("%d/%m/%Y") if entry.paid_on else "",
        ]  # fmt: skip
        people = [entry.person.display_name or f"compte {entry.person_id}"] if with_people else []
        writer.writerow([cell(value) for value in [*people, *values]])
    return out.getvalue().encode("utf-8-sig")
