"""Invented messages, and what the connector makes of them."""

from connectors.base import Batch
from connectors.interaction_records import RawInteraction
from connectors.mailbox import Mailbox
from tests.connectors.contract import document, read

START = b"From ada@example.org Mon Jan  1 10:00:00 2024\n"
"""A line that begins a message in an mbox."""

LETTER = """\
Return-Path: <ada@example.org>
Delivered-To: mira@example.net
Received: from mail.example.org (mail.example.org [192.0.2.7])
\tby mx.example.net; Mon, 1 Jan 2024 10:00:07 +0100 (CET)
From: Ada Brandt <ada@example.org>
To: Mira Holt <mira@example.net>, "Kroll, Ole" <ole@example.com>
Cc: sam@example.com
Date: Mon, 1 Jan 2024 10:00:00 +0100
Message-ID: <first@example.org>
Subject: Brunch
"""


def letter(headers: str = LETTER, body: str = "See you on Sunday?\n") -> bytes:
    return f"{headers}\n{body}".encode()


def changed(**headers: str | None) -> str:
    """The letter with other headers (`message_id="<x@…>"`), or without them."""
    lines = LETTER.replace("\n\t", " ").splitlines()
    for name, value in headers.items():
        key = name.replace("_", "-")
        lines = [line for line in lines if line.partition(":")[0].lower() != key]
        lines += [f"{key}: {value}"] if value is not None else []
    return "\n".join(lines) + "\n"


def read_letter(content: bytes, name: str = "letter.eml") -> Batch:
    return read(Mailbox, document(content, name))


def only(content: bytes | str, name: str = "letter.eml") -> RawInteraction:
    """The one interaction in a mailbox, or in a letter with these headers."""
    (found,) = read_letter(letter(content) if isinstance(content, str) else content, name).interactions
    return found


def reason(headers: str, name: str = "letter.eml") -> str:
    """Why the letter with these headers is left out, "" where it isn't."""
    batch = read_letter(letter(headers), name)
    return batch.skipped[0].reason if batch.skipped else ""
