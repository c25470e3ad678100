import os

from django.core.management.base import BaseCommand

from lilith.foundation.process import die_with_parent
from lilith.foundation.scheduler import run_due_work
from lilith.foundation.worker import RetryingWorker


class Command(BaseCommand):
    help = "Exécute les tâches en attente, et chaque minute les travaux planifiés, jusqu’à SIGTERM."

    def handle(self, *args: object, **options: object) -> None:
        if os.environ.get("LILITH_SUPERVISED") == "1":
            die_with_parent()
        worker = RetryingWorker(every=60.0, tick=lambda now: run_due_work(now=now))
        worker.configure_signals()
        worker.run()
