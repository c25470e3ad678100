from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lilith.foundation.backup import BackupError, write_backup


class Command(BaseCommand):
    help = "Sauvegarde le site entier (base, médias, courriels, clé) dans un fichier tar, même pendant qu’il fonctionne."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="fichier à écrire ; remplacé d’un coup s’il existe")

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            size = write_backup(file)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Sauvegarde écrite : {file} ({max(size // 2**20, 1)} Mo). Elle contient la clé secrète : gardez-la à l’abri."
        )
