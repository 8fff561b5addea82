"""Writes mailboxes of invented people, as Google's Takeout does, and reads them: with Kith, or with Python's mailbox.

`python tests/benchmarks/mailboxes.py kith|python FILE` prints, as JSON, how many messages were read and the seconds of
CPU from the first byte to the last; the interpreter's start and the imports are not in them.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from connectors.base import HEAD_SIZE, Document

SEED: Final = 2024
PEOPLE: Final = 800
HEADERS: Final = """\
From 15{number:012}@xxx {day} {month} {date:02} {hour:02}:{minute:02}:00 +0000 {year}
X-GM-THRID: 15{thread:012}
X-Gmail-Labels: =?UTF-8?Q?Posteingang,Wichtig,Ge=C3=B6ffnet?=
Delivered-To: mira@example.org
Received: by 192.0.2.17 with SMTP id e19csp{number}ejb;
        {day}, {date} {month} {year} {hour:02}:{minute:02}:07 -0800 (PST)
ARC-Seal: i=1; a=rsa-sha256; t=1546336800; cv=none; d=example.com; s=arc;
        b={signature}
         {signature}
ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com;
        h=to:subject:message-id:date:from:mime-version:dkim-signature;
        b={signature}
         {signature}
Return-Path: <{sender}>
Received: from mail.example.com (mail.example.com. [192.0.2.1])
        by mx.example.org with SMTPS id a1sor{number};
        {day}, {date} {month} {year} {hour:02}:{minute:02}:05 -0800 (PST)
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=2024;
        h=mime-version:from:date:message-id:subject:to;
        bh={signature}
MIME-Version: 1.0
References: <thread{thread}@mail.example.com>
From: =?UTF-8?Q?Person_n=C2=B0_{person}?= <{sender}>
Date: {day}, {date} {month} {year} {hour:02}:{minute:02}:00 +0100
Message-ID: <message{number}@mail.example.com>
Subject: =?UTF-8?Q?Caf=C3=A9_{number}?=
To: Mira Holt <mira@example.org>{others}
Content-Type: multipart/alternative; boundary="0000{number}"
{extra}
"""
LIST: Final = "List-Id: News <news.example.com>\nList-Unsubscribe: <mailto:leave@example.com>\nPrecedence: bulk\n"
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LINE: Final = b"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod temp\r\n"

USUAL: Final = ((60, 4_000), (30, 40_000), (10, 400_000))
"""Sizes of bodies in bytes, each with its share: most mail is short, what is in a mailbox is mostly attachments."""

SMALL: Final = ((100, 300),)
"""Nothing but a line or two in each message: the headers are all there is."""


def write_mailbox(path: Path, size: int, bodies: Sequence[tuple[int, int]] = USUAL) -> Path:
    """Write an mbox of about `size` bytes; of ten messages one is a newsletter."""
    chance = random.Random(SEED)
    shares, lengths = zip(*bodies, strict=True)
    texts = {length: LINE * (length // len(LINE)) for length in lengths}
    written = number = 0
    with path.open("wb") as stream:
        while written < size:
            number += 1
            length = chance.choices(lengths, shares)[0]
            written += stream.write(_headers(chance, number) + texts[length] + b"\r\n\r\n")
    return path


def _headers(chance: random.Random, number: int) -> bytes:
    person = chance.randrange(PEOPLE)
    others = ",\n\t".join(f'"Person, {n}" <p{n}@example.net>' for n in chance.sample(range(PEOPLE), number % 4))
    text = HEADERS.format(
        number=number,
        thread=number // 5,
        day=chance.choice(DAYS),
        month=chance.choice(MONTHS),
        date=chance.randint(1, 28),
        hour=number % 24,
        minute=number % 60,
        year=chance.randint(2008, 2024),
        signature="".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=60)),
        person=person,
        sender=f"p{person}@example.com",
        others=f",\n\t{others}" if others else "",
        extra=LIST if number % 10 == 0 else "",
    )
    return text.replace("\n", "\r\n").encode()


def kith_messages(path: Path) -> Iterator[Any]:
    """The messages that Kith reads, those that are left out as well."""
    from connectors.mailbox import Mailbox  # here: the peer's process must not pay for it

    with path.open("rb") as stream:
        head = stream.read(HEAD_SIZE)
    for batch in Mailbox([Document(path.name, path.stat().st_size, head, lambda: path.open("rb"))]).pull():
        yield from (*batch.interactions, *batch.skipped, *batch.rejects)


def python_messages(path: Path) -> Iterator[Any]:
    """The same headers of each message by Python's own modules."""
    import mailbox  # here: Kith's process must not pay for it
    from email.utils import getaddresses, parsedate_to_datetime

    for message in mailbox.mbox(path):
        people = getaddresses([str(text) for name in ("from", "to", "cc") for text in message.get_all(name, [])])
        yield people, parsedate_to_datetime(message["date"]), message["message-id"], message["list-id"]


READERS: Final[dict[str, Callable[[Path], Iterator[Any]]]] = {"kith": kith_messages, "python": python_messages}


def main(reader: str, path: str) -> None:
    """Read a mailbox and print what it cost."""
    next(READERS[reader](Path(path)))  # what is imported isn't measured
    started = time.process_time()
    count = sum(1 for _ in READERS[reader](Path(path)))
    print(json.dumps({"messages": count, "cpu": time.process_time() - started}))


if __name__ == "__main__":
    main(*sys.argv[1:])
