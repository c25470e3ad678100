from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lilith.accounts.selectors import user_by_email
from lilith.accounts.services import export_person


class Command(BaseCommand):
    help = "Écrit dans un fichier ZIP tout ce que la base garde à propos d’une personne."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, email: str, file: Path, **options: Any) -> None:
        user = user_by_email(email=email)
        if user is None:
            raise CommandError(f"Aucun compte n’a l’adresse {email}.")
        try:
            with file.open("xb") as output:
                output.write(export_person(user=user, now=timezone.localtime()))
        except FileExistsError as error:
            raise CommandError(f"{file} existe déjà : choisissez un autre nom.") from error
        except OSError as error:
            raise CommandError(f"{file} ne peut pas être écrit : {error.strerror}.") from error
        file.chmod(0o600)
        self.stdout.write(f"Écrit : {file}")
