from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lilith.territories.services import TerritoryImportError, import_ptsm_territories, load_reference_geography


class Command(BaseCommand):
    help = "Importe les territoires de PTSM d’un fichier CSV (code, nom, departements, partiel, source). La relancer ne change rien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            text = file.read_text(encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{file} ne peut pas être lu : {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} n’est pas un texte en UTF-8 : enregistrez-le ainsi.") from error
        load_reference_geography()
        try:
            result = import_ptsm_territories(text=text)
        except TerritoryImportError as error:
            raise CommandError("Rien n’a été écrit.\n" + str(error)) from error
        self.stdout.write(f"Territoires : {result.made} nouveau(x), {result.changed} changé(s), {result.same} inchangé(s).")
