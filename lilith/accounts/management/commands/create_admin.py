from __future__ import annotations

import getpass
import os
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lilith.accounts.services import create_administrator


class Command(BaseCommand):
    help = "Crée un compte d’administration, ou donne ce rôle à un compte existant et change son mot de passe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", help="adresse du compte ; demandée si elle manque")

    def handle(self, *args: Any, email: str | None, **options: Any) -> None:
        password = os.environ.get("LILITH_ADMIN_PASSWORD")
        try:
            email = email or input("Adresse e-mail : ")
            password = password or self._ask()
        except EOFError as error:
            raise CommandError(
                "Personne ne répond : donnez --email et la variable d’environnement LILITH_ADMIN_PASSWORD."
            ) from error
        except KeyboardInterrupt as error:
            raise CommandError("Abandon : rien n’a été écrit.") from error
        try:
            user, new = create_administrator(email=email.strip(), password=password)
        except ValidationError as error:
            raise CommandError("Rien n’a été écrit. " + " ".join(error.messages)) from error
        words = "Compte d’administration créé" if new else "Le compte existait : il administre le site, avec ce mot de passe"
        self.stdout.write(f"{words} : {user.email}")

    def _ask(self) -> str:
        first = getpass.getpass("Mot de passe (12 caractères au moins) : ")
        if first != getpass.getpass("Encore une fois : "):
            raise CommandError("Les deux mots de passe sont différents : rien n’a été écrit.")
        return first
