"""The headers of a message as an interaction, or why it is none. The body never gets here, nor a header not named here.

What isn't kept of headers: Reply-To and everything technical; Status and X-Status, which change whenever the mailbox is
opened, and say nothing of people.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from configs.words import word_list
from connectors.identity import sealed
from connectors.interaction_records import Correspondent, RawInteraction
from connectors.mailbox.addresses import MOST, Person, people_in
from connectors.mailbox.dates import first_date, instant
from connectors.mailbox.rules import HEADERS, Addressed, is_sent, reason_to_skip
from connectors.mailbox.splitting import Headers
from connectors.mailbox.text import decoded, raw_text
from connectors.records import Reject, Skipped

_WORDS: Final = word_list("mail")
_ACCOUNT: Final = tuple(name.encode() for name in _WORDS["account"])
_SENDER: Final = tuple(name.encode() for name in _WORDS["sender"])
_ROLES: Final = ((b"to", "recipient"), (b"cc", "cc"), (b"bcc", "bcc"))
_RECOGNISED: Final = {key: {name.encode() for name in names} for key, names in _WORDS["recognised"].items()}
_READ: Final = frozenset(
    {
        *(
            b"from",
            b"to",
            b"cc",
            b"bcc",
            b"date",
            b"subject",
            b"message-id",
            b"references",
            b"in-reply-to",
            b"received",
        ),
        *(b"x-gm-thrid", b"x-gmail-labels"),
        *_ACCOUNT,
        *_SENDER,
        *HEADERS,
    }
)
_TELLING: Final = (b"from", b"to", b"date", b"message-id", b"subject", b"received")
"""Headers one of which every message has; a text without any is none."""
_FASTEST_CLOCK: Final = timedelta(days=1)
"""A sender's clock that is further ahead, zones aside, isn't believed."""
_BLANKS: Final = (b" ", b"\t")
_ID: Final = re.compile(r"<[^<>\s]+>")
_LONGEST: Final = 2_000
"""Characters of a header that are read: no id, date or subject has more, and memory is to stay small."""
_LONGEST_LABELS: Final = 20_000

Fields = Mapping[bytes, Sequence[bytes]]
"""Headers by name in lower case, their raw values in order."""


class Place(NamedTuple):
    """Where messages stand: the file, and what the folder that holds it and the flags in its name say of them.

    `labels` are kept with the message; `hints` (flags, an mbox's name) only tell whether it is spam, sent, a draft.
    `delivered` is when a Maildir's message came, "" where that isn't known.
    """

    file: str
    labels: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    delivered: str = ""


def _fields(block: bytes) -> dict[bytes, list[bytes]]:
    """Those headers in a block that anybody reads, unfolded."""
    fields: dict[bytes, list[bytes]] = {}
    for line in block.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n"):
        name, _, value = line.partition(b":")
        key = name.lower()
        if key in _READ or (key[-1:] in _BLANKS and (key := key.rstrip()) in _READ):
            fields.setdefault(key, []).append(value)
    return fields


def is_message(block: bytes) -> bool:
    """Whether a text begins with the headers of a message: who wrote it and one more, or two of its way here."""
    lines = block.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n")
    names = [line.partition(b":")[0].rstrip().lower() if b":" in line else b" " for line in lines]
    known = set(names)
    odd = sum(1 for name in names if b" " in name and not name.startswith(b">from "))
    if b" " in names[-1:] and len(names) > 1:
        odd -= 1  # the last line may be cut off
    if odd * 4 > len(names) or _RECOGNISED["never"] & known:
        return False
    is_written = _RECOGNISED["author"] & known and _RECOGNISED["beside"] & known
    return bool(is_written) or len(_RECOGNISED["transport"] & known) > 1


def read_message(headers: Headers, place: Place) -> RawInteraction | Skipped | Reject:
    """What a message's headers say.

    A reject carries the length and a hash of the headers, never their text.
    """
    fields = _fields(headers.block)
    if not any(name in fields for name in _TELLING):
        return _reject(headers, place, "a message without headers that can be read")
    senders = _senders(fields)
    recipients = tuple(islice(_recipients(fields), MOST))
    labels = (*place.labels, *_gmail_labels(_line(fields, b"x-gmail-labels", _LONGEST_LABELS)))
    authors = [*senders, *(person for value in fields.get(b"sender", ()) for person in people_in(value))]
    addressed = Addressed((*labels, *place.hints), authors, [person for _, person in recipients])
    if reason := reason_to_skip(fields, addressed):
        return Skipped(place.file, reason, headers.position)
    if not senders:
        return _reject(headers, place, "a message whose headers name no sender")
    message_id = _line(fields, b"message-id")
    date = _line(fields, b"date")
    sent_at = _sent_at(date, fields, (raw_text(headers.start), place.delivered))
    if sent_at is None:
        return _reject(headers, place, "a message without a date that can be read")
    record_id = message_id or _hash_id(fields)
    return RawInteraction(
        record_id=record_id,
        file=place.file,
        position=headers.position,
        channel="email",
        sent=date or None,
        sent_at=sent_at,
        direction="sent" if is_sent(addressed) else None,
        conversation=_conversation(fields, record_id),
        people=(
            *(Correspondent("sender", person.address, person.name) for person in senders),
            *(Correspondent(role, person.address, person.name) for role, person in recipients),
        ),
        labels=labels,
        subject=decoded(_line(fields, b"subject")) or None,
        account=_account(fields),
    )


def _sent_at(date: str, fields: Fields, others: Sequence[str]) -> datetime | None:
    """When it was sent: as its sender says; where that can't be, or can't be read, when it came."""
    sent, received = instant(date), instant(_line(fields, b"received").rpartition(";")[2])
    if sent and not (received and sent - received > _FASTEST_CLOCK):
        return sent
    return received or first_date(others)


def _senders(fields: Fields) -> tuple[Person, ...]:
    """From, else whoever else is said to have sent it."""
    for name in (b"from", *_SENDER):
        if people := tuple(person for value in fields.get(name, ()) for person in people_in(value)):
            return people[:MOST]
    return ()


def _recipients(fields: Fields) -> Iterator[tuple[str, Person]]:
    for name, role in _ROLES:
        for value in fields.get(name, ()):
            for person in people_in(value):
                yield role, person


def _account(fields: Fields) -> str | None:
    """Whose mailbox it came to, as the servers on its way say."""
    for name in _ACCOUNT:
        for value in fields.get(name, ()):
            if people := people_in(value):
                return people[0].address
    return None


def _conversation(fields: Fields, record_id: str) -> str:
    """What the message belongs to: Gmail's thread, else the first message that it goes back to, else itself."""
    if thread := _line(fields, b"x-gm-thrid"):
        return thread
    for name in (b"references", b"in-reply-to"):
        if found := _ID.search(_line(fields, name)):
            return found[0]
    return record_id


def _hash_id(fields: Fields) -> str:
    """An id for a message without one, of what its sender wrote."""
    written = [b"\x1f".join(fields.get(name, ())) for name in (b"from", b"date", b"to", b"subject")]
    return "raw:" + hashlib.blake2b(b"\x1e".join(written), digest_size=12).hexdigest()


@lru_cache(maxsize=256)
def _gmail_labels(text: str) -> tuple[str, ...]:
    """Gmail's labels: between commas, in quotation marks where they have some themselves."""
    labels = next(csv.reader([decoded(text)], skipinitialspace=True), [])
    return tuple(label.strip() for label in labels if label.strip())


def _line(fields: Fields, name: bytes, longest: int = _LONGEST) -> str:
    """The text of the first header of that name, "" where there is none."""
    return raw_text(fields[name][0])[:longest] if name in fields else ""


def _reject(headers: Headers, place: Place, reason: str) -> Reject:
    return Reject(place.file, reason, headers.position, raw=sealed(headers.block))
