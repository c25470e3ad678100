from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lilith.accounts.selectors import user_by_email
from lilith.accounts.services import LastAdministratorError, erase_person


class Command(BaseCommand):
    help = "Efface ce que la base garde à propos d’une personne. Ses textes restent, sans son nom. On ne peut pas revenir en arrière."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="ne demande pas de confirmation")

    def handle(self, *args: Any, email: str, yes: bool, **options: Any) -> None:
        user = user_by_email(email=email)
        if user is None:
            raise CommandError(f"Aucun compte n’a l’adresse {email}.")
        if not yes:
            try:
                answer = input(f"Effacer {user.email} pour toujours ? Écrivez l’adresse pour confirmer : ")
            except EOFError as error:
                raise CommandError("Personne ne répond : ajoutez --yes.") from error
            if answer.strip().lower() != user.email:
                raise CommandError("Ce n’est pas la même adresse : rien n’a été effacé.")
        try:
            touched = erase_person(user=user)
        except LastAdministratorError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Effacé : " + ", ".join(f"{label} ({count})" for label, count in touched.items()))
        self.stdout.write("Les sauvegardes faites avant aujourd’hui contiennent encore ces données.")
