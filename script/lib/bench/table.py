"""The one table of a run."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Row:
    """One measure. `goal` is how the goal reads; `met` is None when there is none."""

    what: str
    value: str
    goal: str = ""
    met: bool | None = None


@dataclass
class Table:
    rows: list[Row] = field(default_factory=list)

    def title(self, text: str) -> None:
        self.rows.append(Row(text, ""))

    def fact(self, what: str, value: str) -> None:
        """A figure without a goal."""
        self.rows.append(Row(what, value))

    def at_least(self, what: str, value: float, goal: float, unit: str = "") -> None:
        self.rows.append(Row(what, f"{value:.2f}{unit}", f"≥ {goal:g}{unit}", value >= goal))

    def at_most(self, what: str, value: float, goal: float, unit: str = "") -> None:
        digits = 0 if float(value).is_integer() else 1
        self.rows.append(Row(what, f"{value:.{digits}f}{unit}", f"≤ {goal:g}{unit}", value <= goal))

    def missing(self, what: str, why: str) -> None:
        """A measure that could not be made."""
        self.rows.append(Row(what, why, "", None))

    @property
    def missed(self) -> list[str]:
        return [row.what for row in self.rows if row.met is False]

    def __str__(self) -> str:
        widths = [
            max((len(getattr(row, name)) for row in self.rows if row.value), default=0) for name in ("what", "value", "goal")
        ]
        lines = []
        for row in self.rows:
            if not row.value:
                lines += ["", row.what]
                continue
            verdict = {True: "oui", False: "NON", None: ""}[row.met]
            lines.append(f"  {row.what:<{widths[0]}}  {row.value:>{widths[1]}}  {row.goal:<{widths[2]}}  {verdict}".rstrip())
        return "\n".join(lines)
