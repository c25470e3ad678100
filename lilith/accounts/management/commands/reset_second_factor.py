from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lilith.accounts.selectors import user_by_email
from lilith.accounts.services import remove_second_factor


class Command(BaseCommand):
    help = "Retire le second facteur d’une personne qui a perdu son téléphone et ses codes. Vérifiez d’abord que c’est elle."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = user_by_email(email=email)
        if user is None:
            raise CommandError(f"Aucun compte n’a l’adresse {email}.")
        if not remove_second_factor(user=user):
            raise CommandError(f"{user.email} n’a pas de second facteur.")
        self.stdout.write(f"Retiré : {user.email} se connecte avec son seul mot de passe.")
