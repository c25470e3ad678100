"""Mails as files of the data folder, when no server sends them: one file a mail, however often it is handed over."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class EmailBackend(BaseEmailBackend):
    """Writes each mail whole to `EMAIL_FILE_PATH`, under a name drawn from its Message-ID: the same mail is never there twice."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            whole = message.message()
            digest = hashlib.blake2b(str(whole["Message-ID"]).encode(), digest_size=16).hexdigest()
            self._write(folder / f"{digest}.eml", whole.as_bytes())
        return len(email_messages)

    def _write(self, path: Path, content: bytes) -> None:
        if path.exists():
            return
        # Half a mail never carries the name of a mail.
        half = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
