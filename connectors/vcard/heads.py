"""Reads what stands before a property's colon, repaired so that vobject's line reader understands it.

Real cards write heads that no grammar allows; what vobject gets to see is a clean one ("TEL;TYPE=CELL:"). The few
hundred different heads of a file are read once each.
"""

import re
from typing import Final, NamedTuple

from vobject.base import ParseError, parseLine

from connectors.memo import Memo
from connectors.vcard.values import decode_caret

_NAME: Final = re.compile(r"(?:[A-Za-z0-9_-]+|[xX]-[A-Za-z0-9_\-/ ]+)\Z")
_PARAMETER: Final = re.compile(r";((?:\\.|[^\";]|\"[^\"]*\"?)*)")
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
_MOST_HEADS: Final = 4_096

ENVELOPE: Final = frozenset({"BEGIN", "END", "VERSION", "PROFILE"})
"""Properties that say how the card is written and nothing about the contact: the only ones that are dropped."""

GROUP_LABEL: Final = "X-ABLABEL"
"""Apple's name for the values of a group ("item1.X-ABLabel:Boat" beside "item1.TEL:…")."""


class Head(NamedTuple):
    """What stands before a property's colon, read and repaired.

    `label` is the types as the source wrote them, joined by commas; `is_plain` that a value can be read as it stands.
    `types` are lower case without "pref"; `params` holds, by upper-case name, what is no type, encoding or charset.
    `rank` is the number of a PREF that isn't 1 (2 to 100, the lowest is preferred), 0 where there is none.
    """

    name: str
    group: str = ""
    types: tuple[str, ...] = ()
    is_preferred: bool = False
    rank: int = 0
    encoding: str = ""
    charset: str | None = None
    params: tuple[tuple[str, str], ...] = ()
    label: str | None = None
    is_plain: bool = False

    def param(self, name: str) -> str | None:
        """The first value of a parameter, None where it isn't there."""
        for key, value in self.params:
            if key == name:
                return value
        return None


UNREADABLE: Final = Head("")
"""The head of a line that is no property: kept as it is."""


def _read_head(text: str) -> Head:
    """A head, repaired and read by vobject: legal name, bare parameters named, ENCODING and CHARSET taken out."""
    path, _, _ = text.partition(";")
    group, _, name = path.strip().lstrip("\ufeff").rpartition(".")
    if not _NAME.match(name) or text.count('"') % 2:
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
    # An address' label has line ends in it (RFC 6350 section 6.3.1); elsewhere a backslash is somebody's mistake.
    value = value.strip().replace('\\"' if key == "LABEL" else "\\", "")
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
    encoding, charset = "", None
    for key, values in listed:
        text = ",".join(values).strip()
        if key == "TYPE":
            # "TYPE=HOME,TYPE=VOICE" is seen, and so is a quoted list.
            parts = [part.strip().lower().removeprefix("type=") for value in values for part in value.split(",")]
            types += [part for part in parts if part]
        elif key == "ENCODING":
            encoding = _ENCODINGS.get(text.upper(), "")
        elif key == "CHARSET":
            charset = text.lower() or None
        else:
            params.append((key, decode_caret(text)))
    encodings = [_ENCODINGS[kind.upper()] for kind in types if kind.upper() in _ENCODINGS]
    kept = tuple(
        dict.fromkeys(kind for kind in types if kind.partition("=")[0] != "pref" and kind.upper() not in _ENCODINGS)
    )
    encoding = encoding or next((found for found in encodings if found), "")
    # "TYPE=INTERNET,PREF=1" is seen as well.
    preference = dict(params).get("PREF", next((kind[5:] for kind in types if kind.startswith("pref=")), None))
    rank = int(preference) if preference and preference.isdecimal() else 0
    return Head(
        name,
        group,
        kept,
        is_preferred="pref" in types or rank == 1 or preference == "",
        rank=rank if rank > 1 else 0,
        encoding=encoding,
        charset=charset,
        params=tuple(params),
        label=",".join(kept) or None,
        is_plain=not encoding and not charset and name not in ENVELOPE and name != GROUP_LABEL,
    )


HEADS: Final = Memo(_read_head, most=_MOST_HEADS)
"""`HEADS[text]` is the head that stands before a line's colon, `UNREADABLE` where the text is none.

Also a part of a head is none (where a quoted parameter holds the colon).
"""
