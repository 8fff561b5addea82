"""Reads the lines of a component: names, parameters and values, as calendars really write them.

Source: RFC 5545 section 3.1 (content lines), RFC 6868 (carets in parameters), section 3.3.11 (escapes in texts).
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from connectors.memo import Memo

_HEAD: Final = re.compile(r"((?:[^\":]|\"[^\"]*\")*):")
_PARAMETER: Final = re.compile(r";((?:[^\";]|\"[^\"]*\"?)*)")
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+\Z")
_TIME: Final = re.compile(r"\s*\d{4}-?\d\d", re.ASCII)
_ESCAPE: Final = re.compile(r"\\([nN,;:\\\"'])")
_SPACE_OF: Final = {"n": "\n", "N": "\n"}
_CARET: Final = re.compile(r"\^([n^'])")
_CARET_OF: Final = {"n": "\n", "^": "^", "'": '"'}
_PARTS: Final = re.compile(r"(?:[^,\\]|\\.|\\\Z)+", re.DOTALL)
_MOST_HEADS: Final = 8_192

Params = dict[str, str]


class Head(NamedTuple):
    """What stands before a line's colon: a name in capitals, and parameters by their names in capitals."""

    name: str
    params: Params


class Property(NamedTuple):
    """A property: its name, its parameters and its value as written."""

    name: str
    params: Params
    value: str


NONE: Final = Head("", {})
"""The head of a line that is no property."""


def properties(text: str) -> Iterator[Property]:
    """The properties in unfolded text, in its order; lines that are none are left out."""
    for line in text.split("\n"):
        if (found := read_line(line)) is not None:
            yield found


def read_line(line: str) -> Property | None:
    """A line as a property; None where it is none."""
    head, value = split_line(line)
    read = HEADS[head]
    return None if read is NONE else Property(read.name, read.params, value)


def split_line(line: str) -> tuple[str, str]:
    """What stands before a line's colon and behind it; ("", "") where it has none.

    A colon in quotes is none, nor is one in the name of a zone that ought to be in quotes, as in
    "DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20240630T090000".
    """
    head, colon, value = line.partition(":")
    if not colon:
        return "", ""
    if '"' in head and head.count('"') % 2 and (match := _HEAD.match(line)):
        return match[1], line[match.end() :]
    if ":" in value and "TZID=" in head and not _TIME.match(value):
        rest, _, value = value.rpartition(":")
        return f"{head}:{rest}", value
    return head, value


def _read_head(text: str) -> Head:
    path, _, rest = text.partition(";")
    name = path.strip().lstrip("\ufeff")
    if not _NAME.match(name):
        return NONE
    written = rest.split(";") if '"' not in rest else [match[1] for match in _PARAMETER.finditer(text, len(path))]
    params: Params = {}
    for part in written:
        key, equals, value = part.partition("=")
        if equals:
            params.setdefault(key.strip().upper(), _parameter(value))
    return Head(name.upper(), params)


def _parameter(value: str) -> str:
    """A parameter's value: without quotes, several values joined by commas."""
    bare = value.replace('"', "").strip()
    return _CARET.sub(lambda escape: _CARET_OF[escape[1]], bare) if "^" in bare else bare


def unescape(text: str) -> str:
    r"""A text without its backslash escapes; one that escapes nothing ("C:\temp") stays."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda escape: _SPACE_OF.get(escape[1], escape[1]), text)


def split_list(text: str) -> list[str]:
    """The parts of a list of texts, unescaped and trimmed, without empty ones."""
    parts = _PARTS.findall(text) if "\\" in text else text.split(",")
    return [part for part in (unescape(part).strip() for part in parts) if part]


HEADS: Final = Memo(_read_head, most=_MOST_HEADS)
"""`HEADS[text]` is the head that stands before a line's colon, `NONE` where the text is none."""
