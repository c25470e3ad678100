from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lilith.search import services


class Command(BaseCommand):
    help = "Remet l’index de la recherche au niveau du site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tout", action="store_true", help="réécrit aussi ce qui n’a pas changé")

    def handle(self, *args: Any, **options: Any) -> None:
        report = services.rebuild(force=options["tout"])
        self.stdout.write(
            f"Recherche : {report['documents']} documents, {report['written']} réécrits, {report['removed']} retirés."
        )
