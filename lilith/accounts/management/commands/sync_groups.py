from typing import Any

from django.core.management.base import BaseCommand

from lilith.accounts.services import sync_groups


class Command(BaseCommand):
    help = "Écrit la table des permissions dans les groupes de la rédaction. La relancer ne change rien."

    def handle(self, *args: Any, **options: Any) -> None:
        changes = sync_groups()
        self.stdout.write("Rôles : à jour." if not changes else "Rôles : " + ", ".join(changes) + ".")
