"""`check_reading [FOLDER] [--all]`: does every text of the content meet the reading goals of its level?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lilith.launch.reading import check_reading
from lilith.launch.validation import Folder


class Command(BaseCommand):
    help = (
        "Vérifie la lisibilité des textes de content/ : longueur des phrases, mots rares, sigles, indice de Kandel et Moles, "
        "mots qui peuvent blesser."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=None, help="dossier de contenu (par défaut : content/)")
        parser.add_argument("--all", action="store_true", help="montre aussi les textes qui vont bien")

    def handle(self, *args: Any, folder: str | None, **options: Any) -> None:
        content = Folder(Path(folder).resolve() if folder else settings.CONTENT_DIR)
        for problem in content.problems:
            self.stderr.write(str(problem))
        if content.problems:
            raise CommandError(f"{len(content.problems)} erreur(s) dans le contenu : corrigez-les d’abord.")
        verdicts = check_reading(content)
        missed = 0
        for verdict in verdicts:
            if not verdict.is_good:
                missed += 1
                self.stdout.write(f"À reprendre : {verdict.text.name} (niveau {verdict.text.level})")
                for goal in verdict.missed:
                    sign = "≥" if goal.at_least else "≤"
                    self.stdout.write(f"    {goal.label} : {goal.value} (but {sign} {goal.bound}) {goal.detail}")
                for hint in verdict.hurting:
                    self.stdout.write(f"    {hint.message} {hint.suggestion}")
            elif options["all"]:
                self.stdout.write(f"Va bien : {verdict.text.name}")
        self.stdout.write(f"{len(verdicts)} textes lus, {missed} à reprendre.")
        if missed:
            raise CommandError("Des textes ne tiennent pas les buts de lecture de leur niveau.")
