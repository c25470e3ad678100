from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from lilith.demo.services import DOMAIN, DemonstrationRefusedError, load_demo


class Command(BaseCommand):
    help = "Crée ou remet en état les comptes de démonstration. Refusé en production et avec LILITH_DEMO=0."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_demo()
        except DemonstrationRefusedError as error:
            raise CommandError("La démonstration est refusée ici (LILITH_ENV=production ou LILITH_DEMO=0).") from error
        except ValidationError as error:
            raise CommandError("Rien n’a été écrit. " + " ".join(error.messages)) from error
        self.stdout.write(f"{count} comptes de démonstration, rôle@{DOMAIN}.")
