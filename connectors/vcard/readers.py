"""How each property of a card is read: every one is taken, and what no column takes stays in `extra`."""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from configs.words import word_list
from connectors.records import Address, Date, Email, Name, Phone, Photo, Relation, Url
from connectors.vcard.card import NAME_PARTS, Card
from connectors.vcard.lines import Head, Property
from connectors.vcard.values import decode_base64, split_at, unescape

UNREADABLE_KEY: Final = "UNREADABLE LINE"
"""The key in `extra` of lines that are no property."""

_APPLE_LABEL: Final = re.compile(r"_\$!<(.*?)>!\$_")
_AGENT_NAME: Final = re.compile(r"^(?:FN|N)[^:\n]*:(.+)$", re.IGNORECASE | re.MULTILINE)
_DATA_URI: Final = re.compile(r"data:([^;,\\]*)((?:;[^;,]*)*?)\\?[;,]?(?:base64)?\\?,", re.IGNORECASE)
_ANDROID_ITEM: Final = re.compile(r"vnd\.android\.cursor\.item/(\w+)")
_ADDRESS_PARTS: Final = 7


def read_card(properties: Iterable[Property]) -> Card:
    """A card of its properties, read one by one."""
    listed = [(head, value) for head, value in properties if not value.isspace()]
    card = Card(group_labels=_group_labels(listed), is_empty=not listed)
    for head, value in listed:
        _reader(head.name)(card, head, value)
    return card


def _group_labels(properties: list[Property]) -> dict[str, str]:
    """Apple's label of each group ("item1" -> "HomePage")."""
    return {
        head.group: _APPLE_LABEL.sub(r"\1", unescape(value)).strip()
        for head, value in properties
        if head.group and head.name == "X-ABLABEL"
    }


# A reader gets a value that isn't blank, transfer encodings undone, escapes still in.


def _full_name(card: Card, head: Head, value: str) -> None:
    card.full_names.append((head, unescape(value).strip()))


def _name(card: Card, head: Head, value: str) -> None:
    parts = split_at(";", value)
    if any(parts[:NAME_PARTS]):
        card.name_parts.append(
            (
                head,
                [
                    " ".join(part.replace(",", " ").split()) if _is_list(part, index) else part
                    for index, part in enumerate(parts)
                ],
            )
        )
    if any(parts[NAME_PARTS:]):
        card.extra.setdefault("N", []).extend(part for part in parts[NAME_PARTS:] if part)


def _is_list(part: str, index: int) -> bool:
    """Whether a comma in this part of N separates names ("Philip,Paul"); one with a blank behind is content."""
    return index in {1, 2} and "," in part and ", " not in part


def _nickname(card: Card, head: Head, value: str) -> None:
    language = head.param("LANGUAGE")
    for nickname in split_at(",", value):
        if nickname:
            card.other_names.append(Name(full=nickname, kind="nickname", language=language))


def _spoken_name(card: Card, head: Head, value: str) -> None:
    """X-PHONETIC-FIRST-NAME, -MIDDLE-NAME, -LAST-NAME."""
    card.phonetic.setdefault(head.name.split("-")[2], unescape(value).strip())


def _sound(card: Card, head: Head, value: str) -> None:
    """A recording, or, in Japanese 2.1 cards, how the name is spoken (SOUND;X-IRMC-N)."""
    if "x-irmc-n" not in head.types:
        _photo(card, head, value)
        return
    family, given, middle = (*split_at(";", value), "", "", "")[:3]
    card.other_names.append(Name(given=given or None, middle=middle or None, family=family or None, kind="phonetic"))


def _named_otherwise(kind: str) -> "Reader":
    def read(card: Card, head: Head, value: str) -> None:
        text = unescape(value).strip()
        language = head.param("LANGUAGE")
        name = (
            Name(family=text, kind=kind, language=language)
            if kind == "maiden"
            else Name(text, kind=kind, language=language)
        )
        card.other_names.append(name)

    return read


def _email(card: Card, head: Head, value: str) -> None:
    card.emails.append(Email(unescape(value).strip(), card.label(head), head.is_preferred))


def _phone(card: Card, head: Head, value: str) -> None:
    card.phones.append(Phone(unescape(value).strip(), card.label(head), head.is_preferred))


def _address(card: Card, head: Head, value: str) -> None:
    parts = split_at(";", value)
    if not any(parts):
        return
    po_box, extended, street, city, region, postal_code, *country = (*parts, *[""] * (_ADDRESS_PARTS - len(parts)))
    formatted = head.param("LABEL")
    card.addresses.append(
        Address(
            formatted=unescape(formatted) if formatted else None,
            po_box=po_box or None,
            extended=extended or None,
            street=street or None,
            city=city or None,
            region=region or None,
            postal_code=postal_code or None,
            country=", ".join(part for part in country if part) or None,
            label=card.label(head),
            is_preferred=head.is_preferred,
        )
    )


def _address_label(card: Card, head: Head, value: str) -> None:
    card.address_labels.append((head, unescape(value).strip()))


def _employer(card: Card, head: Head, value: str) -> None:
    parts = split_at(";", value)
    if any(parts):
        card.employers.append((head, parts))


def _title(card: Card, _head: Head, value: str) -> None:
    card.titles.append(unescape(value).strip())


def _role(card: Card, _head: Head, value: str) -> None:
    card.roles.append(unescape(value).strip())


def _url(kind: str, service: str | None = None) -> "Reader":
    def read(card: Card, head: Head, value: str) -> None:
        url = unescape(value).strip()
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


def _date(kind: str) -> "Reader":
    def read(card: Card, head: Head, value: str) -> None:
        text = unescape(value).strip()
        omitted = head.param("X-APPLE-OMIT-YEAR")
        if omitted and text.startswith(f"{omitted}-"):
            text = f"-{text[len(omitted) :]}"
        card.dates.append(Date(text, kind or card.group_labels.get(head.group) or "other"))

    return read


def _relation(kind: str | None) -> "Reader":
    def read(card: Card, head: Head, value: str) -> None:
        card.relations.append(Relation(unescape(value).strip(), kind or card.label(head)))

    return read


def _agent(card: Card, _head: Head, value: str) -> None:
    """AGENT: somebody who acts for the contact, as a card within the card or an address."""
    text = unescape(value).strip()
    name = _AGENT_NAME.search(text)
    if name:
        card.relations.append(Relation(" ".join(name[1].replace(";", " ").split()), "agent"))
    card.extra.setdefault("AGENT", []).append(text)


def _category(card: Card, _head: Head, value: str) -> None:
    card.categories += [category for category in split_at(",", value) if category]


def _member(card: Card, _head: Head, value: str) -> None:
    card.members.append(unescape(value).strip())


def _note(card: Card, _head: Head, value: str) -> None:
    card.notes.append(unescape(value).strip())


def _photo(card: Card, head: Head, value: str) -> None:
    """A picture, a logo, a recording or a key: inline bytes are taken out, an address is kept as one."""
    kind = head.name.lower()
    inline = _DATA_URI.match(value)
    if not inline and head.encoding != "base64":
        card.urls.append(Url(unescape(value).strip(), card.label(head), kind))
        return
    content = decode_base64(value[inline.end() :] if inline else value)
    if not content:
        card.extra.setdefault(head.name, []).append(value)
        return
    key = hashlib.blake2b(content, digest_size=16).hexdigest()
    media_type = (inline[1] if inline else None) or head.param("MEDIATYPE") or (head.types[0] if head.types else None)
    card.photo_bytes[key] = content
    card.photos.append(Photo(key, len(content), media_type or None, kind))


def _uid(card: Card, head: Head, value: str) -> None:
    if card.uid is None:
        card.uid = unescape(value).strip()
    else:
        _extra(card, head, value)


def _kind(card: Card, _head: Head, value: str) -> None:
    card.kind = card.kind or unescape(value).strip()


def _updated(card: Card, head: Head, value: str) -> None:
    if card.updated is None:
        card.updated = value.strip()
    else:
        _extra(card, head, value)


def _android(card: Card, head: Head, value: str) -> None:
    """X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Ada;1;;…: the type, then the columns of Android's table."""
    item, *columns = split_at(";", value)
    match = _ANDROID_ITEM.match(item)
    first = columns[0] if columns else ""
    if match and first and match[1] == "nickname":
        card.other_names.append(Name(full=first, kind="nickname"))
    elif match and first and match[1] == "relation":
        card.relations.append(Relation(first, columns[2] if len(columns) > 2 and columns[2] else None))  # noqa: PLR2004 - name, type, label
    elif match and first and match[1] == "contact_event":
        kinds = {"1": "anniversary", "3": "birthday"}
        kind = kinds.get(columns[1] if len(columns) > 1 else "", "other")
        card.dates.append(Date(first, kind))
    else:
        _extra(card, head, value)


def _group_label(card: Card, head: Head, value: str) -> None:
    """X-ABLABEL is part of the value that it labels; one that labels nothing is kept."""
    if not head.group:
        _extra(card, head, value)


def _extra(card: Card, head: Head, value: str) -> None:
    card.extra.setdefault(head.name or UNREADABLE_KEY, []).append(unescape(value).strip())


Reader = Callable[[Card, Head, str], None]

_READERS: Final[dict[str, Reader]] = {
    "ADR": _address,
    "AGENT": _agent,
    "ANNIVERSARY": _date("anniversary"),
    "BDAY": _date("birthday"),
    "CALURI": _url("calendar"),
    "CATEGORIES": _category,
    "EMAIL": _email,
    "FBURL": _url("calendar"),
    "FN": _full_name,
    "IMPP": _url("im"),
    "KEY": _photo,
    "KIND": _kind,
    "LABEL": _address_label,
    "LOGO": _photo,
    "MEMBER": _member,
    "N": _name,
    "NICKNAME": _nickname,
    "NOTE": _note,
    "ORG": _employer,
    "PHOTO": _photo,
    "RELATED": _relation(None),
    "REV": _updated,
    "ROLE": _role,
    "SORT-STRING": _named_otherwise("file_as"),
    "SOUND": _sound,
    "TEL": _phone,
    "TITLE": _title,
    "UID": _uid,
    "URL": _url("web"),
    "X-ABDATE": _date(""),
    "X-ABLABEL": _group_label,
    "X-ANDROID-CUSTOM": _android,
    "X-DEATHDATE": _date("death"),
    "X-MAIDENNAME": _named_otherwise("maiden"),
    "X-PHONETIC-FIRST-NAME": _spoken_name,
    "X-PHONETIC-LAST-NAME": _spoken_name,
    "X-PHONETIC-MIDDLE-NAME": _spoken_name,
    "X-SOCIALPROFILE": _url("social"),
}


@cache
def _reader(name: str) -> Reader:
    """What reads a property, by its name or the standard one that `words/vcard.toml` says it means."""
    words = word_list("vcard")
    if name in words["relation"]:
        return _relation(words["relation"][name])
    for kind in ("im", "social"):
        if name in words[kind]:
            return _url(kind, words[kind][name])
    return _READERS.get(words["same_as"].get(name, name), _extra)
