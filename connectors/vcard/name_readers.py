"""How the properties that name somebody are read: FN, N, NICKNAME, SORT-STRING, phonetic and maiden names."""

from typing import Final

from connectors.records import Name
from connectors.vcard.card import Card, Reader
from connectors.vcard.heads import Head
from connectors.vcard.media import read_media
from connectors.vcard.names import NAME_PARTS, names_of
from connectors.vcard.values import split_at, split_raw, unescape

_LISTS: Final = frozenset({1, 2})
"""The parts of N in which a comma separates names: given and middle ones."""


def read_full_name(card: Card, head: Head, value: str) -> None:
    """FN."""
    card.full_names.append((head, unescape(value)))


def read_name(card: Card, head: Head, value: str) -> None:
    """N: family, given, middle, prefix, suffix; what RFC 9554 added goes to `extra`."""
    parts = split_at(";", value)
    if "," in value:
        parts = [_joined(raw) if index in _LISTS else unescape(raw) for index, raw in enumerate(split_raw(";", value))]
    for part in filter(None, parts[NAME_PARTS:]):
        card.add_extra("N", part)
    if head.params and head.param("PHONETIC"):
        card.other_names += [name._replace(kind="phonetic") for name in names_of([], [(head, parts)])]
    elif any(parts[:NAME_PARTS]):
        card.name_parts.append((head, parts))


def _joined(raw: str) -> str:
    """Several names as one text: a comma separates them ("Philip,Paul"), but with a blank behind it is content."""
    return unescape(raw) if ", " in raw else " ".join(split_at(",", raw))


def read_nickname(card: Card, head: Head, value: str) -> None:
    """NICKNAME: one or several."""
    language = head.param("LANGUAGE")
    for nickname in split_at(",", value):
        if nickname:
            card.other_names.append(Name(full=nickname, kind="nickname", language=language))


def read_spoken_name(card: Card, head: Head, value: str) -> None:
    """X-PHONETIC-FIRST-NAME, -MIDDLE-NAME, -LAST-NAME."""
    card.phonetic.setdefault(head.name.split("-")[2], unescape(value))


def read_sound(card: Card, head: Head, value: str) -> None:
    """A recording, or, in Japanese 2.1 cards, how the name is spoken (SOUND;X-IRMC-N)."""
    if "x-irmc-n" not in head.types:
        read_media(card, head, value)
        return
    family, given, middle = (*split_at(";", value), "", "", "")[:3]
    if family or given or middle:
        name = Name(given=given or None, middle=middle or None, family=family or None, kind="phonetic")
        card.other_names.append(name)


def named_otherwise(kind: str) -> Reader:
    """What reads a name of another kind (maiden, file_as)."""

    def read(card: Card, head: Head, value: str) -> None:
        text = unescape(value)
        language = head.param("LANGUAGE")
        name = (
            Name(family=text, kind=kind, language=language)
            if kind == "maiden"
            else Name(text, kind=kind, language=language)
        )
        card.other_names.append(name)

    return read
