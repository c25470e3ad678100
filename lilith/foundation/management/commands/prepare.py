import errno
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db.utils import DatabaseError

from lilith.foundation.preparation import prepare


class Command(BaseCommand):
    help = "Prépare le dossier de données : base, contenu, démonstration, fichiers statiques. Ne refait que ce qui a changé."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only-database", action="store_true", help="seulement la base de données")

    def handle(self, *, only_database: bool, **options: object) -> None:
        try:
            prepare(say=self.stdout.write, only_database=only_database)
        except DatabaseError as error:
            raise CommandError(f"Erreur de la base de données\u00a0: {str(error).strip()}") from error
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise CommandError("Le disque est plein (No space left on device).") from error
            raise CommandError(f"Un fichier ne peut pas être écrit\u00a0: {error}") from error
