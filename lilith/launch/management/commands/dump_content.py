"""`dump_content FOLDER`: the content of the site as files, what editors changed included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lilith.launch.dump import dump_content


class Command(BaseCommand):
    help = "Écrit le contenu du site en fichiers, modifications des rédacteurs comprises ; --changed : seulement celles-ci."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", help="dossier à remplir ; vide, ou content/ lui-même avec --changed")
        parser.add_argument("--changed", action="store_true", help="seulement les fiches modifiées sur le site")

    def handle(self, *args: Any, folder: str, changed: bool, **options: Any) -> None:
        target = Path(folder).resolve()
        if not changed and target.exists() and any(target.iterdir()):
            raise CommandError(f"{target} n’est pas vide : choisissez un dossier neuf, ou --changed.")
        written = dump_content(target=target, content=settings.CONTENT_DIR, only_changed=changed)
        for name in written[:20] if changed else []:
            self.stdout.write(f"écrit : {name}")
        self.stdout.write(f"{len(written)} fichiers écrits dans {target}.")
