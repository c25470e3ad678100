"""Mails through a real SMTP server, here a small one on this machine: what it refuses comes again, under the same Message-ID."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.utils import timezone

from config.email_url import email_settings
from lilith.foundation import mail
from lilith.foundation.models import OutgoingMail

pytestmark = pytest.mark.django_db


class Server(socketserver.ThreadingTCPServer):
    """Takes mails. `moods`: what it does with each one, in order: « refuse » it, « hang up » once it has it, or « take » it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.received: list[EmailMessage] = []
        self.moods: list[str] = []


class Talk(socketserver.StreamRequestHandler):
    server: Server

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            if line.upper() == "DATA":
                self.say("354 go on")
                lines = []
                while (row := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(row)
                mood = self.server.moods.pop(0) if self.server.moods else "take"
                if mood == "refuse":
                    self.say("451 not now")
                    continue
                self.server.received.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[arg-type]
                if mood == "hang up":
                    return
            if line.upper() == "QUIT":
                self.say("221 bye")
                return
            self.say("250 fine")


@pytest.fixture
def server(settings) -> Iterator[Server]:
    made = Server()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    for name, value in email_settings(f"smtp://127.0.0.1:{made.server_address[1]}").items():
        setattr(settings, name, value)
    yield made
    made.shutdown()
    made.server_close()


def written() -> OutgoingMail:
    return OutgoingMail.objects.create(
        to="a@exemple.fr", subject="Êtes-vous d’accord\u00a0?", text="Bonjour\n", html="<p>Bonjour</p>",
        headers={"List-Unsubscribe": "<https://lilith.exemple/courriels/x/>"},
    )  # fmt: skip


def try_until_sent(row: OutgoingMail) -> OutgoingMail:
    mail.deliver.call(row.pk)
    for _try in range(3):
        row.refresh_from_db()
        if row.state == "sent":
            break
        mail.tidy(timezone.now() + timedelta(minutes=6))
    return row


def test_a_mail_reaches_the_server_whole(server):
    row = try_until_sent(written())
    (message,) = server.received
    assert message["To"] == "a@exemple.fr"
    assert message["Subject"] == "Êtes-vous d’accord\u00a0?"
    assert message["Message-ID"] == mail.message_id(row)
    assert message["List-Unsubscribe"] == "<https://lilith.exemple/courriels/x/>"
    assert "Bonjour" in message.get_body(("plain",)).get_content()
    assert "<p>Bonjour</p>" in message.get_body(("html",)).get_content()


def test_a_mail_that_is_refused_comes_again_once(server):
    server.moods = ["refuse", "refuse"]
    row = try_until_sent(written())
    assert (row.state, row.attempts, len(server.received)) == ("sent", 3, 1)


def test_a_mail_of_which_nobody_knows_whether_it_arrived_comes_again_under_the_same_name(server):
    server.moods = ["hang up"]
    row = try_until_sent(written())
    assert row.state == "sent"
    assert [message["Message-ID"] for message in server.received] == [mail.message_id(row)] * 2
