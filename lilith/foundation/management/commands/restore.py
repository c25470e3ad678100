from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lilith.foundation.backup import BackupError, restore_backup


class Command(BaseCommand):
    help = "Remet un site sauvegardé par « backup ». Serveur arrêté ; refusé sur un site non vide sans --force."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--force", action="store_true", help="remplacer les données de ce site")

    def handle(self, *, file: Path, force: bool, **options: object) -> None:
        try:
            count = restore_backup(file, force=force)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Site restauré : {count} fichiers vérifiés. Lancez ./script/server.")
