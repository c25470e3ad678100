from typing import Any

from django.core.management.base import BaseCommand

from lilith.demo.services import clear_demo


class Command(BaseCommand):
    help = "Efface les comptes de démonstration et leurs sessions."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{clear_demo()} compte(s) de démonstration effacé(s).")
