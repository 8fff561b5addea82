"""How each property of a card is read: every one is taken, and what no column takes stays in `extra`."""

import re
from collections.abc import Iterable
from typing import Final

from configs.words import word_list
from connectors.records import Address, Date, Email, Name, Phone, Relation, Url
from connectors.vcard.card import Card, Reader
from connectors.vcard.heads import Head
from connectors.vcard.lines import Property
from connectors.vcard.media import read_media
from connectors.vcard.name_readers import (
    named_otherwise,
    read_full_name,
    read_name,
    read_nickname,
    read_sound,
    read_spoken_name,
)
from connectors.vcard.values import split_at, unescape

UNREADABLE_KEY: Final = "UNREADABLE LINE"
"""The key in `extra` of lines that are no property."""

_APPLE_LABEL: Final = re.compile(r"_\$!<(.*?)>!\$_")
_AGENT_NAME: Final = re.compile(r"^[ \t]*(?:FN|N)(?:;[^:\n]*)?:(.+)$", re.IGNORECASE | re.MULTILINE)
_ADDRESS_PARTS: Final = 7
_MOST_UNESCAPED: Final = 2
_MOST_NAMES: Final = 2_000
"""Names whose reader is remembered: a damaged file could bring up any number of them."""


def read_card(properties: Iterable[Property]) -> Card:
    """A card of its properties, read one by one."""
    card = Card()
    for head, value in properties:
        _READERS[head.name](card, head, value)
    return card


def _email(card: Card, head: Head, value: str) -> None:
    address = unescape(value).rstrip("; ")
    if address:
        if head.rank:
            card.ranks.append(("emails", len(card.emails), head.rank))
        label = card.label(head) if head.group else head.label
        card.emails.append(Email(address, label, head.is_preferred))


def _phone(card: Card, head: Head, value: str) -> None:
    number = unescape(value).rstrip("; ")
    if number:
        if head.rank:
            card.ranks.append(("phones", len(card.phones), head.rank))
        label = card.label(head) if head.group else head.label
        card.phones.append(Phone(number, label, head.is_preferred))


def _address(card: Card, head: Head, value: str) -> None:
    parts = split_at(";", value)
    if not any(parts):
        return
    if head.rank:
        card.ranks.append(("addresses", len(card.addresses), head.rank))
    formatted = head.param("LABEL") if head.params else None
    if len(parts) != _ADDRESS_PARTS:
        parts = _seven_parts(card, parts)
    po_box, extended, street, city, region, postal_code, country = parts
    if not country and head.params:
        country = head.param("CC") or ""  # RFC 8605: the country's code
    card.addresses.append(
        Address(
            unescape(formatted) if formatted else None,
            po_box or None,
            extended or None,
            street or None,
            city or None,
            region or None,
            postal_code or None,
            country or None,
            card.label(head) if head.group else head.label,
            head.is_preferred,
        )
    )


def _seven_parts(card: Card, parts: list[str]) -> list[str]:
    """An address in seven parts: what is missing is empty, what RFC 9554 added goes to `extra`.

    One or two more than seven come of a semicolon that nobody escaped: they stay with the last one.
    """
    first, more = parts[:_ADDRESS_PARTS], parts[_ADDRESS_PARTS:]
    first += [""] * (_ADDRESS_PARTS - len(first))
    if len(more) <= _MOST_UNESCAPED:
        first[-1] = ", ".join(part for part in (first[-1], *more) if part)
        return first
    # RFC 9554 section 2.1: the number and the name of the street are the 11th and 12th part.
    first[2] = first[2] or " ".join(part for part in more[3:5] if part)
    for part in filter(None, more):
        card.add_extra("ADR", part)
    return first


def _address_label(card: Card, head: Head, value: str) -> None:
    card.address_labels.append((head, unescape(value)))


def _employer(card: Card, head: Head, value: str) -> None:
    parts = split_at(";", value)
    if any(parts):
        card.employers.append((head, parts))


def _title(card: Card, head: Head, value: str) -> None:
    card.titles.append((head, unescape(value)))


def _role(card: Card, head: Head, value: str) -> None:
    card.roles.append((head, unescape(value)))


def _url(kind: str, service: str | None = None) -> Reader:
    def read(card: Card, head: Head, value: str) -> None:
        url = unescape(value)
        card.urls.append(Url(url, card.label(head), kind, service or _service(head, url, kind)))

    return read


def _service(head: Head, url: str, kind: str) -> str | None:
    """The network that a handle belongs to: what X-SERVICE-TYPE, SERVICE-TYPE, the type or the address' scheme say."""
    if kind not in {"im", "social"}:
        return None
    named = head.param("X-SERVICE-TYPE") or head.param("SERVICE-TYPE")
    if named:
        return named.lower()
    if kind == "social":
        return next((kind for kind in head.types if kind not in {"home", "work", "other"}), None)
    scheme, colon, _ = url.partition(":")
    return scheme.lower() if colon and scheme.isalpha() else None


def _date(kind: str) -> Reader:
    def read(card: Card, head: Head, value: str) -> None:
        text = unescape(value)
        omitted = head.param("X-APPLE-OMIT-YEAR") if head.params else None
        if omitted and text.startswith(f"{omitted}-"):
            text = f"-{text[len(omitted) :]}"
        card.dates.append(Date(text, kind or card.label(head) or "other"))

    return read


def _relation(kind: str | None) -> Reader:
    def read(card: Card, head: Head, value: str) -> None:
        card.relations.append(Relation(unescape(value), kind or card.label(head)))

    return read


def _agent(card: Card, _head: Head, value: str) -> None:
    """AGENT: somebody who acts for the contact, as a card within the card or an address."""
    text = unescape(value)
    name = _AGENT_NAME.search(text)
    if name:
        card.relations.append(Relation(" ".join(name[1].replace(";", " ").split()), "agent"))
    card.extra.setdefault("AGENT", []).append(text)


def _category(card: Card, _head: Head, value: str) -> None:
    card.categories += [category for category in split_at(",", value) if category]


def _member(card: Card, _head: Head, value: str) -> None:
    card.members.append(unescape(value))


def _note(card: Card, _head: Head, value: str) -> None:
    card.notes.append(unescape(value))


def _uid(card: Card, head: Head, value: str) -> None:
    if card.uid is None:
        card.uid = unescape(value)
    else:
        _extra(card, head, value)


def _kind(card: Card, _head: Head, value: str) -> None:
    card.kind = card.kind or unescape(value)


def _updated(card: Card, head: Head, value: str) -> None:
    if card.updated is None:
        card.updated = value
    else:
        _extra(card, head, value)


def _android(card: Card, head: Head, value: str) -> None:
    """X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Ada;14;;…: the kind, then the columns of Android's table."""
    item, *columns = split_at(";", value)
    kind = item.removeprefix("vnd.android.cursor.item/")
    first, code, label = (*columns, "", "", "")[:3]
    if not first or kind not in {"nickname", "relation", "contact_event"}:
        _extra(card, head, value)
    elif kind == "nickname":
        card.other_names.append(Name(full=first, kind="nickname"))
    elif kind == "relation":
        card.relations.append(Relation(first, label or _words("android_relation").get(code)))
    else:
        card.dates.append(Date(first, label or _words("android_event").get(code, "other")))


def _words(table: str) -> dict[str, str]:
    words: dict[str, str] = word_list("vcard")[table]
    return words


def _group_label(card: Card, head: Head, value: str) -> None:
    """X-ABLABEL is part of the value that it labels; one that labels nothing is kept."""
    if head.group:
        card.group_labels[head.group] = _APPLE_LABEL.sub(r"\1", unescape(value)).strip()
    else:
        _extra(card, head, value)


def _extra(card: Card, head: Head, value: str) -> None:
    """What no column takes; bytes among it are taken out as a picture's are."""
    if head.encoding == "base64":
        read_media(card, head, value)
    else:
        card.add_extra(head.name or UNREADABLE_KEY, unescape(value))


class _Readers(dict[str, Reader]):
    """What reads a property, by its name; another name than those below is looked up in `words/vcard.toml` once."""

    def __missing__(self, name: str) -> Reader:
        reader = _worded_reader(name)
        if len(self) < _MOST_NAMES:
            self[name] = reader
        return reader


def _worded_reader(name: str) -> Reader:
    """What reads a property that means the same as a standard one, that names a relation or a network."""
    if name in _words("relation"):
        return _relation(_words("relation")[name])
    for kind in ("im", "social"):
        if name in _words(kind):
            return _url(kind, _words(kind)[name])
    return _READERS.get(_words("same_as").get(name, name), _extra)


_READERS: Final = _Readers(
    {
        "ADR": _address,
        "AGENT": _agent,
        "ANNIVERSARY": _date("anniversary"),
        "BDAY": _date("birthday"),
        "CALURI": _url("calendar"),
        "CATEGORIES": _category,
        "EMAIL": _email,
        "FBURL": _url("calendar"),
        "FN": read_full_name,
        "IMPP": _url("im"),
        "KEY": read_media,
        "KIND": _kind,
        "LABEL": _address_label,
        "LOGO": read_media,
        "MEMBER": _member,
        "N": read_name,
        "NICKNAME": read_nickname,
        "NOTE": _note,
        "ORG": _employer,
        "PHOTO": read_media,
        "RELATED": _relation(None),
        "REV": _updated,
        "ROLE": _role,
        "SORT-STRING": named_otherwise("file_as"),
        "SOUND": read_sound,
        "TEL": _phone,
        "TITLE": _title,
        "UID": _uid,
        "URL": _url("web"),
        "X-ABDATE": _date(""),
        "X-ABLABEL": _group_label,
        "X-ANDROID-CUSTOM": _android,
        "X-DEATHDATE": _date("death"),
        "X-MAIDENNAME": named_otherwise("maiden"),
        "X-PHONETIC-FIRST-NAME": read_spoken_name,
        "X-PHONETIC-LAST-NAME": read_spoken_name,
        "X-PHONETIC-MIDDLE-NAME": read_spoken_name,
        "X-SOCIALPROFILE": _url("social"),
    }
)
