from django.core.management.base import BaseCommand
from django.utils import timezone

from lilith.foundation.scheduler import run_due_work


class Command(BaseCommand):
    help = "Exécute les travaux planifiés qui sont dus. Sans danger si elle est lancée deux fois ou interrompue."

    def handle(self, *args: object, **options: object) -> None:
        for line in run_due_work(now=timezone.now()):
            self.stdout.write(line)
