"""Turns the bytes of one card into properties: decoded, unfolded, their heads repaired and read by vobject.

Real cards fold lines in three ways, mix encodings line by line, and write heads that no grammar allows. What vobject's
line reader gets to see is a clean head ("item1.TEL;TYPE=CELL:"); the few hundred different ones are read once each.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from vobject.base import ParseError, parseLine

from connectors.vcard.values import decode_bytes, decode_caret, decode_quoted_printable

_QUOTED_PRINTABLE: Final = re.compile(r"quoted-printable", re.IGNORECASE)
_AGENT: Final = re.compile(r"^(?:[\w.-]+\.)?agent[;:]", re.IGNORECASE | re.MULTILINE)
_BASE64_LINE: Final = re.compile(r"\s*[A-Za-z0-9+/]+=*\s*\Z")
_HEAD: Final = re.compile(r"((?:[^\":]|\"[^\"]*\")*):")
_NAME: Final = re.compile(r"(?:[A-Za-z0-9_-]+|[xX]-[A-Za-z0-9_\-/ ]+)\Z")
_PARAMETER: Final = re.compile(r";((?:[^\";]|\"[^\"]*\"?)*)")
_ENCODINGS: Final = {
    "QUOTED-PRINTABLE": "quoted-printable",
    "Q": "quoted-printable",
    "QP": "quoted-printable",
    "BASE64": "base64",
    "B": "base64",
    "8BIT": "",
    "7BIT": "",
}
_VALUE_KINDS: Final = frozenset({"URL", "URI", "CONTENT-ID", "CID", "INLINE"})
_STATEFUL_CHARSETS: Final = ("iso-2022", "hz", "utf-7")


class Head(NamedTuple):
    """What stands before a property's colon, read and repaired.

    `label` is the types as the source wrote them, joined by commas; `is_plain` that the value is text as it stands.
    `types` are lower case without "pref"; `params` holds, by upper-case name, what is no type, encoding or charset.
    """

    name: str
    group: str = ""
    types: tuple[str, ...] = ()
    is_preferred: bool = False
    encoding: str = ""
    charset: str | None = None
    params: tuple[tuple[str, str], ...] = ()
    label: str | None = None
    is_plain: bool = True

    def param(self, name: str) -> str | None:
        """The first value of a parameter, None where it isn't there."""
        return next((value for key, value in self.params if key == name), None)


Property = tuple[Head, str]
"""A property of a card: its head and its text, transfer encodings undone, escapes still in."""

_ENVELOPE: Final = frozenset({"BEGIN", "END", "VERSION", "PROFILE"})
"""Properties that say how the card is written and nothing about the contact: the only ones that are dropped."""

UNREADABLE: Final = Head("")
"""The head of a line that is no property: kept as it is."""


def properties(card: bytes) -> list[Property]:
    """The properties of a card that have a value, without its envelope (BEGIN, VERSION, END); never raises.

    A line that is no property continues the one above where that one asked for it, and is `UNREADABLE` otherwise.
    """
    text, is_utf8 = _text(card)
    split = [_split_line(line) for line in _logical_lines(text) if line]
    if UNREADABLE in {head for head, _ in split}:
        split = list(_joined(split))
    return [
        (head, value if head.is_plain and is_utf8 else _decoded(head, value, is_utf8=is_utf8))
        for head, value in split
        if value and head.name not in _ENVELOPE
    ]


def _decoded(head: Head, value: str, *, is_utf8: bool) -> str:
    text = value if is_utf8 else decode_bytes(value.encode("latin-1"), head.charset)
    if head.encoding == "quoted-printable":
        return decode_quoted_printable(text, head.charset)
    if is_utf8 and head.charset and head.charset.startswith(_STATEFUL_CHARSETS):
        return decode_bytes(text.encode(), head.charset)
    return text


def _text(card: bytes) -> tuple[str, bool]:
    r"""The card with "\n" for every line end; as Latin-1, a character a byte, where it isn't UTF-8 throughout."""
    try:
        text, is_utf8 = card.decode("utf-8"), True
    except UnicodeDecodeError:
        text, is_utf8 = card.decode("latin-1"), False
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, is_utf8


def _logical_lines(text: str) -> list[str]:
    """The card's lines, unfolded."""
    if _AGENT.search(text) or ("=\n" in text and _QUOTED_PRINTABLE.search(text)):
        return _unfolded(text.split("\n"))
    return text.replace("\n ", "").replace("\n\t", "").split("\n")


def _unfolded(lines: list[str]) -> list[str]:
    """Unfolds line by line: quoted-printable by soft breaks, AGENT's card as lines of its own, others by a blank."""
    whole: list[str] = []
    current = ""
    nesting = is_soft = is_agent = False
    for line in lines:
        bare = line.strip().upper()
        if nesting:
            current += "\n" + line
            nesting = bare != "END:VCARD"
        elif is_soft and bare != "END:VCARD":
            current = current.rstrip()[:-1] + line
        elif is_agent and (bare == "BEGIN:VCARD" or line[:1] in {" ", "\t"}):
            nesting = bare == "BEGIN:VCARD"
            is_card = nesting or ("BEGIN:VCARD" in current.upper() and "\\n" not in current)
            current += "\n" + line.strip() if is_card else line[1:]
        elif line[:1] in {" ", "\t"}:
            current += line[1:]
        else:
            whole.append(current)
            current = line
            is_agent = _AGENT.match(line) is not None
            nesting = is_agent and bare.replace(" ", "").endswith(":BEGIN:VCARD") and not line[:1].isspace()
            nesting = nesting and _has_column_0_end(lines)
        is_soft = current.rstrip().endswith("=") and _split_line(current)[0].encoding == "quoted-printable"
    whole.append(current)
    return whole


def _has_column_0_end(lines: list[str]) -> bool:
    """Whether an END:VCARD beside the card's own stands in the first column: the nested card isn't folded then."""
    return sum(line.rstrip().upper() == "END:VCARD" for line in lines) > 1


def _joined(split: list[Property]) -> Iterator[Property]:
    """The same, with what was broken without folding joined to the property above."""
    head, value = split[0]
    base64_lines: list[str] = []
    for next_head, next_value in split[1:]:
        if next_head is UNREADABLE and head is not UNREADABLE:
            if head.encoding == "base64" and (_BASE64_LINE.match(next_value) or not value):
                base64_lines.append(next_value)
                continue
            joint = _joint(head, value, next_value)
            if joint is not None:
                value += joint + next_value
                continue
        yield head, value + "".join(base64_lines)
        head, value, base64_lines = next_head, next_value, []
    yield head, value + "".join(base64_lines)


def _joint(head: Head, value: str, line: str) -> str | None:
    """What joins a line that is no property to the value above it; None where it doesn't belong there."""
    if value.endswith("\\"):
        return "n"
    if head.name in {"NOTE", "LABEL"} and not line.startswith("#"):
        return "\\n"
    return None


def _split_line(line: str) -> Property:
    """A line's head and value; `UNREADABLE` and the whole line where there is no head."""
    text, colon, value = line.partition(":")
    if '"' in text and text.count('"') % 2 and (match := _HEAD.match(line)):
        text, value = match[1], line[match.end() :]
    head = _read_head(text) if colon else UNREADABLE
    return (UNREADABLE, line) if head is UNREADABLE else (head, value)


@lru_cache(maxsize=4096)
def _read_head(text: str) -> Head:
    """A head, repaired and read by vobject: legal name, bare parameters named, ENCODING and CHARSET taken out."""
    path, _, _ = text.partition(";")
    group, _, name = path.strip().lstrip("\ufeff").rpartition(".")
    if not _NAME.match(name):
        return UNREADABLE
    name = re.sub(r"[ /_]+", "-", name.strip())
    parameters = [_named(match[1].strip()) for match in _PARAMETER.finditer(text, len(path))]
    clean = "".join(f";{key}={value}" for key, value in parameters if key)
    try:
        _, listed, _, _ = parseLine(f"{name}{clean}:")
    except ParseError:
        listed = [[key, *value.replace('"', "").split(",")] for key, value in parameters if key]
    return _head(name.upper(), group.lower(), [(key.upper(), values) for key, *values in listed])


def _named(parameter: str) -> tuple[str, str]:
    """A parameter as (name, value) that vobject can read; vCard 2.1's bare ones get their names."""
    key, equals, value = parameter.partition("=")
    key = key.strip().strip('"').upper()
    value = value.strip().replace("\\", "")
    if not equals:
        bare = parameter.strip().strip('"')
        if key in _ENCODINGS:
            return "ENCODING", bare
        return ("VALUE", bare) if key in _VALUE_KINDS else ("TYPE" if bare else "", _quoted(bare))
    if not re.fullmatch(r"[A-Z0-9_-]+", key):
        return "", ""
    return key, value if value.count('"') % 2 == 0 and '"' in value else _quoted(value.replace('"', ""))


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[:;]", value) else value


def _head(name: str, group: str, listed: list[tuple[str, list[str]]]) -> Head:
    """Sorts a property's parameters into what they mean."""
    types: list[str] = []
    params: list[tuple[str, str]] = []
    encoding, charset, is_preferred = "", None, False
    for key, values in listed:
        text = ",".join(values)
        if key == "TYPE":
            # "TYPE=HOME,TYPE=VOICE" is seen, and so is a quoted list.
            parts = [part.strip().lower().removeprefix("type=") for value in values for part in value.split(",")]
            types += [part for part in parts if part]
        elif key == "ENCODING":
            encoding = _ENCODINGS.get(text.strip().upper(), "")
        elif key == "CHARSET":
            charset = text.strip().lower() or None
        elif key == "PREF":
            is_preferred = is_preferred or text.strip() in {"1", ""}
            params.append((key, text))
        else:
            params.append((key, decode_caret(text)))
    encodings = [_ENCODINGS[kind.upper()] for kind in types if kind.upper() in _ENCODINGS]
    is_preferred = is_preferred or "pref" in types
    kept = tuple(dict.fromkeys(kind for kind in types if kind != "pref" and kind.upper() not in _ENCODINGS))
    encoding = encoding or next((found for found in encodings if found), "")
    is_plain = not encoding and not charset
    return Head(name, group, kept, is_preferred, encoding, charset, tuple(params), ",".join(kept) or None, is_plain)
