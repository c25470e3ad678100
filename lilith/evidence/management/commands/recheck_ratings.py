"""Compute every published rating again from what it read, by its own method, and say which ones differ."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lilith.evidence.services import recheck_ratings


class Command(BaseCommand):
    help = "Recalcule chaque niveau de preuve publié et dit ceux qui diffèrent (code 1)."

    def handle(self, *args: Any, **options: Any) -> None:
        count, differences = recheck_ratings()
        for difference in differences:
            self.stdout.write(
                f"Niveau {difference.rating.pk}, dossier «\u00a0{difference.rating.dossier}\u00a0»\u00a0: {difference.words}"
            )
        if differences:
            raise CommandError(f"{len(differences)} niveau(x) sur {count} ne se recalculent pas.")
        self.stdout.write(f"{count} niveau(x) recalculé(s), aucun écart.")
