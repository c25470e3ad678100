"""Mails as files, whatever dies on the way: real processes, really killed."""

from __future__ import annotations

import os
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# One process makes the table and the mails; for each point a child dies there, then a later try finishes the work.
SCRIPT = """
import os, signal
from types import SimpleNamespace
from datetime import timedelta
import django
django.setup()
from django.db import connection, connections
from django.utils import timezone
from lilith.foundation import mail, mail_files
from lilith.foundation.models import OutgoingMail

# The queue of this site is this very process.
mail.deliver = SimpleNamespace(enqueue=mail.deliver.call, call=mail.deliver.call)
with connection.schema_editor() as editor:
    editor.create_model(OutgoingMail)

def dies(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

def before():
    mail.message_id = dies

def half():
    mail_files.Path.replace = dies

def after():
    real = mail_files.EmailBackend.send_messages
    def send_then_die(self, messages):
        real(self, messages)
        dies()
    mail_files.EmailBackend.send_messages = send_then_die

for point in (before, half, after):
    row = OutgoingMail.objects.create(to="a@exemple.fr", subject=point.__name__, text="Bonjour", html="<p>Bonjour</p>")
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        point()
        mail.deliver.call(row.pk)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL, point
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("sending", 1), row.state
    mail.tidy(timezone.now() + timedelta(minutes=5))
    row.refresh_from_db()
    assert row.state == "sending"
    mail.tidy(timezone.now() + timedelta(minutes=11))
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("sent", 2), (point, row.state)
    mail.tidy(timezone.now() + timedelta(hours=11))
print("done")
"""


def test_a_sender_killed_anywhere_leaves_each_mail_once_in_the_folder(tmp_path):
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("LILITH_", "DATABASE_URL", "DJANGO_"))}
    environment = {**keep, "DJANGO_SETTINGS_MODULE": "config.settings.embedded", "LILITH_DATA_DIR": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.stdout == "done\n", ended.stderr
    mails = [message_from_bytes(path.read_bytes()) for path in (tmp_path / "courriels").glob("*.eml")]
    assert sorted(message["Subject"] for message in mails) == ["after", "before", "half"]
    assert all("Bonjour" in message.get_payload(0).get_payload(decode=True).decode() for message in mails)
