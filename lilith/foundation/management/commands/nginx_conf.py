import re
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SAFE = re.compile(r"[\w.:/\-\[\] *]+")


class Command(BaseCommand):
    help = "Écrit la configuration de nginx pour ce site, prête à inclure."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--server-name", required=True, help="nom public, par exemple lilith.example")
        parser.add_argument("--listen", default="443 ssl http2")
        parser.add_argument("--upstream", default="127.0.0.1:8000", help="où écoute ./script/server")
        parser.add_argument("--cache", default="/var/cache/nginx/lilith", help="dossier du microcache")

    def handle(self, *, server_name: str, listen: str, upstream: str, cache: str, **options: object) -> None:
        text = (settings.BASE_DIR / "config" / "nginx" / "lilith.conf.template").read_text(encoding="utf-8")
        values = {
            "SERVER_NAME": server_name,
            "LISTEN": listen,
            "UPSTREAM": upstream,
            "CACHE": cache,
            "DATA": str(settings.DATA_DIR),
        }
        for name, value in values.items():
            if not SAFE.fullmatch(value):
                raise CommandError(f"Valeur impossible dans une configuration de nginx\u00a0: {value!r}")
            text = text.replace(f"@{name}@", value)
        self.stdout.write(text)
