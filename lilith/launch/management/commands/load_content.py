"""`load_content [--dry-run] [FOLDER]`: validate every content file, then write what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lilith.accounts.services import sync_groups
from lilith.editorial.services import record_loaded_versions, sync_workflow
from lilith.launch.services import ContentRefusedError, load_content


class Command(BaseCommand):
    help = "Charge le contenu de lancement : tout est vérifié d’abord, rien n’est écrit si un fichier est faux."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=None, help="dossier de contenu (par défaut : content/)")
        parser.add_argument("--dry-run", action="store_true", help="vérifie et dit ce qui changerait, sans rien écrire")

    def handle(self, *args: Any, folder: str | None, dry_run: bool, **options: Any) -> None:
        root = Path(folder).resolve() if folder else settings.CONTENT_DIR
        try:
            report = load_content(root=root, today=timezone.localdate(), dry_run=dry_run)
        except ContentRefusedError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{error} : rien n’a été écrit.") from error
        prefix = "À blanc. " if dry_run else ""
        for verb, counts in (("créé", report.created), ("mis à jour", report.updated)):
            if counts:
                self.stdout.write(f"{prefix}{verb} : " + ", ".join(f"{count} {label}" for label, count in counts.items()))
        self.stdout.write(f"{prefix}inchangé : {report.unchanged}")
        for title, names in (
            ("gardé, modifié sur le site", report.kept),
            ("CONFLIT, modifié sur le site et dans le fichier (le site est gardé)", report.conflicts),
            ("fichier disparu, fiche gardée", report.orphans),
        ):
            for name in names:
                self.stdout.write(f"{title} : {name}")
        if not dry_run:
            # Pages and tables that have just come are given to the roles that write them.
            changes = sync_groups()
            self.stdout.write("rôles : " + (", ".join(changes) if changes else "à jour"))
            changes = sync_workflow()
            self.stdout.write("relectures : " + (", ".join(changes) if changes else "à jour"))
            self.stdout.write(f"historique : {record_loaded_versions(now=timezone.now())} version(s) notée(s)")
