"""The people in a header: names and addresses as written, whatever quotes, comments and groups stand around them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from configs.words import word_list
from connectors.mailbox.text import decoded, folded, raw_text

MOST: Final = 200
"""People of a message that are kept: more than these is a mailing, and who is in it says nothing of anybody."""

_LONGEST: Final = 1_000
"""Characters of a name or an address; no honest one has more."""
_CACHED: Final = 2_000
"""Bytes of a header that is worth remembering: the same few people write most of a mailbox."""

_PLAIN: Final = re.compile(
    r'(?:"([^"\\<>]*)"\s*|([^"\\<>(),;:@\[]*))<([^<>\s,;:"]+@[^<>\s,;:"]+)>(?:,\s*|\Z)'  # Name <address>
    r'|([^\s"\\<>(),;:@\[]+@[^\s"\\<>(),;:@\[]+)(?:,\s*|\Z)'
)
"""`Name <address>`, with or without quotation marks, or an address alone, and the comma behind it: nine of ten."""

_UNQUOTED: Final = r"""(?P<angle><[^<>]*+>)|(?P<mark>[,;:()"<\\])|(?P<text>[^,;:()"<\\]+)"""
_TOKEN: Final = re.compile(r'(?P<quoted>"(?:[^"\\]|\\.)*+")|' + _UNQUOTED, re.DOTALL)
_TOKEN_AFTER_OPEN_QUOTE: Final = re.compile(_UNQUOTED)
"""Behind a quotation mark that nothing closes, no other is looked for: that would take the square of the time."""
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_NOBODY: Final = frozenset(word_list("mail")["nobody"]["names"])
_SPACES: Final = re.compile(r"\s+")


class Person(NamedTuple):
    """Somebody in a header; of many there is only an address, of some only a name."""

    name: str | None
    address: str | None


def people_in(value: bytes) -> tuple[Person, ...]:
    """The people that a header's raw value names, at most `MOST` of them, in order."""
    return _remembered(value) if len(value) <= _CACHED else _read(value)


def _read(value: bytes) -> tuple[Person, ...]:
    text = raw_text(value)
    found: list[Person] = []
    at = 0
    while (plain := _PLAIN.match(text, at)) and len(found) < MOST:
        at = plain.end()
        found.append(Person(_name(plain[1] or plain[2] or ""), (plain[3] or plain[4])[:_LONGEST]))
    if at == len(text) or len(found) == MOST:
        return tuple(found)
    return (*found, *islice(_people(text[at:]), MOST - len(found)))


_remembered = lru_cache(maxsize=4096)(_read)


class _Entry:
    """One entry of a list of people while it is read."""

    __slots__ = ("address", "behind", "comment", "words")

    def __init__(self, words: list[str] | None = None) -> None:
        self.words = words or []
        self.comment: list[str] = []
        self.address: str | None = None
        self.behind: list[str] = []
        """Words behind the address: the next one's, where a comma is missing, else nobody's."""

    def add(self, word: str) -> None:
        """Add a word to the name."""
        (self.words if self.address is None else self.behind).append(word)

    def person(self) -> Person | None:
        """Who it is: what stands in angle brackets, else the words where they hold an @, else a name alone."""
        words = "".join(self.words).strip()
        name = _name(words or "".join(self.comment))
        if folded(words) in _NOBODY:
            return None
        if self.address or "@" not in words:
            return Person(name, self.address[:_LONGEST] if self.address else None) if name or self.address else None
        before, _, last = words.rpartition(" ")  # `Ada ada@example.org` lacks its brackets
        if "@" not in last:
            return Person(None, words[:_LONGEST])
        return Person(_name(before or "".join(self.comment)), last[:_LONGEST])


def _people(text: str) -> Iterator[Person]:
    """The entries between commas and semicolons; a name cut in two by its own comma is one (`Brandt, Ada <a@…>`)."""
    waiting: Person | None = None
    for entry in _entries(text):
        person = entry.person()
        if person is None:
            continue
        if waiting and person.address and person.name:
            person = person._replace(name=f"{waiting.name}, {person.name}")
        elif waiting:
            yield waiting
        waiting = None if person.address else person
        if person.address:
            yield person
    if waiting:
        yield waiting


def _entries(text: str, *, has_comments: bool = True) -> Iterator[_Entry]:
    entry, depth, opened = _Entry(), 0, 0
    closing = text.rfind(")") if has_comments else 0  # what opens behind it is a letter like others
    for token in _tokens(text):
        part, kind = token[0], token.lastgroup
        if depth or (part == "(" and token.start() < closing):
            opened = opened if depth else token.start()
            depth += (part == "(") - (part == ")")
            entry.comment += () if part in {"(", ")"} else (part,)
        elif kind == "quoted":
            entry.add(_ESCAPED.sub(r"\1", part[1:-1]))
        elif kind == "angle":
            if entry.address is not None:
                yield entry
                entry = _Entry(entry.behind)
            entry.address = part[1:-1].rpartition(":")[2].strip()  # a route of old stands before a colon
        elif part in {",", ";"}:
            yield entry
            entry = _Entry()
        elif part == ":":
            entry = _Entry()  # what stood there was the name of a group
        elif part not in {"<", '"'}:
            entry.add(part)
    yield entry
    if depth:  # a comment that nothing closes is none
        yield from _entries(text[opened + 1 :], has_comments=False)


def _tokens(text: str) -> Iterator[re.Match[str]]:
    pattern, at = _TOKEN, 0
    while token := pattern.match(text, at):
        yield token
        at = token.end()
        if token[0] == '"':
            pattern = _TOKEN_AFTER_OPEN_QUOTE


def _name(text: str) -> str | None:
    """A name as it is meant to be read, None for nothing."""
    name = _SPACES.sub(" ", decoded(text)).strip()
    return name[:_LONGEST] or None
