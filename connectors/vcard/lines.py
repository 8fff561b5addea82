"""Turns the bytes of one card into properties: decoded, unfolded, their heads read, transfer encodings undone.

Real cards fold lines in three ways and mix encodings line by line. What is clean goes through in one pass.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from connectors.vcard.heads import ENVELOPE, GROUP_LABEL, HEADS, UNREADABLE, Head
from connectors.vcard.values import decode_base64_text, decode_bytes, decode_quoted_printable

_QUOTED_PRINTABLE: Final = re.compile(r"quoted-printable", re.IGNORECASE)
_AGENT: Final = re.compile(r"^(?:[\w.-]+\.)?agent[;:]", re.IGNORECASE | re.MULTILINE)
_BASE64_LINE: Final = re.compile(r"\s*[A-Za-z0-9+/]+=*\s*\Z")
_HEAD: Final = re.compile(r"((?:[^\":]|\"[^\"]*\")*):")
_VERSION_21: Final = re.compile(r"^VERSION\s*:\s*2\.1", re.IGNORECASE | re.MULTILINE)
_FULL_LINE: Final = 70
"""Characters from which a line was folded since it was full, and not since there was a blank."""
_BLANKS: Final = frozenset({" ", "\t"})
_KEEPING: Final = frozenset({" ", "\t", "="})
"""Ends of a line that need no blank behind them: there is one, or a soft line break keeps what follows as it is."""

_STATEFUL_CHARSETS: Final = ("iso-2022", "hz", "utf-7")
_TEXTS: Final = frozenset(
    {"ADR", "CATEGORIES", "EMAIL", "FN", "LABEL", "N", "NICKNAME", "NOTE", "ORG", "ROLE", "TEL", "TITLE", "URL"}
)
"""Properties whose base64 is text: a few phones encode what isn't ASCII that way."""

Property = tuple[Head, str]
"""A property of a card: its head and its text, trimmed, transfer encodings undone, escapes still in."""


def properties(card: bytes) -> list[Property]:
    """The properties of a card that have a value, without its envelope (BEGIN, VERSION, END); never raises.

    Labels of groups come first, since they are needed to read what they label. A line that is no property continues
    the one above where that one asked for it, and is `UNREADABLE` otherwise.
    """
    text, is_utf8 = _text(card)
    lines = _logical_lines(text, has_agent=b"AGENT" in card.upper())
    if not is_utf8:
        return _mended(lines, is_utf8=False)
    found: list[Property] = []
    labels: list[Property] = []
    for line in lines:
        name, colon, value = line.partition(":")
        head = HEADS[name]
        if head.is_plain and value:
            if value := value.strip():
                found.append((head, value))
        elif head is UNREADABLE or not colon:
            if line:
                return _mended(lines, is_utf8=True)
        elif value and head.name not in ENVELOPE and (value := _decoded(head, value, is_utf8=True)):
            (labels if head.name == GROUP_LABEL else found).append((head, value))
    return labels + found


def _mended(lines: list[str], *, is_utf8: bool) -> list[Property]:
    """The same for a card that has lines which are no properties, or that isn't UTF-8."""
    split = _joined([split_line(line) for line in lines if line])
    found = [
        (head, _decoded(head, value, is_utf8=is_utf8)) for head, value in split if value and head.name not in ENVELOPE
    ]
    return sorted(((head, value) for head, value in found if value), key=lambda line: line[0].name != GROUP_LABEL)


def _decoded(head: Head, value: str, *, is_utf8: bool) -> str:
    text = value if is_utf8 else decode_bytes(value.encode("latin-1"), head.charset)
    if head.encoding == "quoted-printable":
        text = decode_quoted_printable(text, head.charset)
    elif head.encoding == "base64" and head.name in _TEXTS:
        text = decode_base64_text(text, head.charset)
    elif is_utf8 and head.charset and head.charset.startswith(_STATEFUL_CHARSETS):
        text = decode_bytes(text.encode(), head.charset)
    return text.strip()


def _text(card: bytes) -> tuple[str, bool]:
    r"""The card with "\n" for every line end; as Latin-1, a character a byte, where it isn't UTF-8 throughout."""
    try:
        text, is_utf8 = card.decode("utf-8"), True
    except UnicodeDecodeError:
        text, is_utf8 = card.decode("latin-1"), False
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, is_utf8


def _logical_lines(text: str, *, has_agent: bool) -> list[str]:
    """The card's lines, unfolded.

    vCard 2.1 folds where a blank is and keeps it (section 2.1.3); writers that fold its lines as 3.0 does fill them.
    """
    is_folded = "\n " in text or "\n\t" in text
    if is_folded and _VERSION_21.search(text):
        text = _with_blanks(text)
    if ("=\n" in text and _QUOTED_PRINTABLE.search(text)) or (has_agent and _AGENT.search(text)):
        return list(_unfolded(text.split("\n"), has_agent=has_agent))
    if is_folded:
        text = text.replace("\n ", "").replace("\n\t", "")
    return text.split("\n")


def _with_blanks(text: str) -> str:
    """The same with a second blank where a line was folded before it was full: unfolding then leaves one."""
    lines = text.split("\n")
    for index in range(len(lines) - 1, 0, -1):
        above = lines[index - 1]
        if lines[index][:1] in _BLANKS and above.strip() and len(above) < _FULL_LINE and above[-1] not in _KEEPING:
            lines[index] = "  " + lines[index][1:]
    return "\n".join(lines)


def _unfolded(lines: Sequence[str], *, has_agent: bool) -> Iterator[str]:
    """Unfolds line by line: quoted-printable by soft breaks, AGENT's card as lines of its own, others by a blank."""
    parts: list[str] = []
    nesting = is_soft = is_agent = False
    may_nest = has_agent and _has_column_0_end(lines)
    for line in lines:
        bare = line.strip().upper()
        if nesting:
            parts.append("\n" + line)
            nesting = bare != "END:VCARD"
        elif is_soft and bare != "END:VCARD":
            parts[-1] = parts[-1].rstrip()[:-1]
            parts.append(line)
        elif is_agent and (bare == "BEGIN:VCARD" or line[:1] in _BLANKS):
            nesting = bare == "BEGIN:VCARD"
            parts.append("\n" + line.strip() if nesting or _opens_card(parts) else line[1:])
        elif line[:1] in _BLANKS:
            parts.append(line[1:])
        else:
            yield "".join(parts)
            parts = [line]
            is_agent = _AGENT.match(line) is not None
            nesting = is_agent and may_nest and bare.replace(" ", "").endswith(":BEGIN:VCARD")
        is_soft = parts[-1].rstrip().endswith("=") and _is_quoted_printable(parts)
    yield "".join(parts)


def _is_quoted_printable(parts: list[str]) -> bool:
    start = parts[0] if ":" in parts[0] else "".join(parts)
    return split_line(start)[0].encoding == "quoted-printable"


def _opens_card(parts: list[str]) -> bool:
    """Whether an AGENT holds a card whose lines stand below it, rather than in one line with escaped ends."""
    start = "".join(parts[:2])
    return "BEGIN:VCARD" in start.upper() and "\\n" not in start


def _has_column_0_end(lines: Sequence[str]) -> bool:
    """Whether an END:VCARD beside the card's own stands in the first column: the nested card isn't folded then."""
    return sum(line.rstrip().upper() == "END:VCARD" for line in lines) > 1


def _joined(split: list[Property]) -> Iterator[Property]:
    """The same, with what was broken without folding joined to the property above."""
    above, parts = UNREADABLE, [""]
    for head, value in split:
        joint = _joint(above, parts, value) if head is UNREADABLE else None
        if joint is None:
            yield above, "".join(parts)
            above, parts = head, [value]
        else:
            parts += (joint, value)
    yield above, "".join(parts)


def _joint(head: Head, parts: list[str], line: str) -> str | None:
    """What joins a line that is no property to the value above it; None where it doesn't belong there."""
    if head.encoding == "base64" and (_BASE64_LINE.match(line) or parts == [""]):
        return ""
    if head is not UNREADABLE and parts[-1].endswith("\\"):
        return "n"
    return "\\n" if head.name in {"NOTE", "LABEL"} and not line.startswith("#") else None


def split_line(line: str) -> Property:
    """A line's head and value; `UNREADABLE` and the whole line where there is no head."""
    text, colon, value = line.partition(":")
    head = HEADS[text] if colon else UNREADABLE
    if head is UNREADABLE and '"' in text:
        # The colon stands within quotes, or a quote was never closed.
        match = _HEAD.match(line)
        head, value = (HEADS[match[1]], line[match.end() :]) if match else (HEADS[text.replace('"', "")], value)
    return (UNREADABLE, line) if head is UNREADABLE else (head, value)
