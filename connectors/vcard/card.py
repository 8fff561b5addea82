"""A card while it is read, and the raw contact that comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest

from connectors.identity import raw_id
from connectors.records import Address, Date, Email, Name, Organisation, Phone, Photo, RawContact, Relation, Url
from connectors.vcard.heads import GROUP_LABEL, UNREADABLE, Head
from connectors.vcard.names import FullName, NameParts, names_of


@dataclass(slots=True)
class Card:
    """A card while it is read: what `RawContact` holds, still open for more."""

    kind: str | None = None
    uid: str | None = None
    updated: str | None = None
    full_names: list[FullName] = field(default_factory=list)
    name_parts: list[NameParts] = field(default_factory=list)
    other_names: list[Name] = field(default_factory=list)
    phonetic: dict[str, str] = field(default_factory=dict)
    emails: list[Email] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    address_labels: list[tuple[Head, str]] = field(default_factory=list)
    employers: list[tuple[Head, list[str]]] = field(default_factory=list)
    titles: list[tuple[Head, str]] = field(default_factory=list)
    roles: list[tuple[Head, str]] = field(default_factory=list)
    urls: list[Url] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    photo_bytes: dict[str, bytes] = field(default_factory=dict)
    extra: dict[str, list[str]] = field(default_factory=dict)
    group_labels: dict[str, str] = field(default_factory=dict)
    used_groups: set[str] = field(default_factory=set)
    ranks: list[tuple[str, int, int]] = field(default_factory=list)

    def label(self, head: Head) -> str | None:
        """What the source calls a value: its types and, where its group has one, Apple's label."""
        if head.group and head.group in self.group_labels:
            self.used_groups.add(head.group)
            return ",".join((*head.types, self.group_labels[head.group]))
        return head.label

    def add_extra(self, key: str, text: str) -> None:
        """Keep what no column takes."""
        self.extra.setdefault(key, []).append(text)


Reader = Callable[[Card, Head, str], None]
"""Reads a property into a card: its value isn't blank, trimmed, transfer encodings undone, escapes still in."""


def contact_of(card: Card, *, file: str, position: int) -> RawContact:
    """The card as a raw contact."""
    if card.ranks:
        _prefer_lowest(card)
    names = _names(card)
    raw_name = names[0] if names else Name()
    first = card.emails[0].address if card.emails else card.phones[0].number if card.phones else None
    fallback = raw_name.full or " ".join(part for part in raw_name[1:6] if part)
    return RawContact(
        record_id=card.uid or raw_id(fallback, first),
        file=file,
        position=position,
        kind=card.kind,
        names=names,
        emails=tuple(card.emails),
        phones=tuple(card.phones),
        addresses=_addresses(card),
        organisations=_organisations(card),
        urls=tuple(card.urls),
        dates=tuple(card.dates),
        relations=tuple(card.relations),
        categories=tuple(card.categories),
        members=tuple(card.members),
        note="\n".join(card.notes) or None,
        photos=tuple(card.photos),
        updated=card.updated,
        extra=_extra(card),
    )


def _prefer_lowest(card: Card) -> None:
    """Prefer the values with the lowest PREF where none has PREF=1 (RFC 6350 section 5.3)."""
    for name in {name for name, _, _ in card.ranks}:
        values = getattr(card, name)
        if not any(value.is_preferred for value in values):
            lowest = min(rank for of, _, rank in card.ranks if of == name)
            for of, index, rank in card.ranks:
                if of == name and rank == lowest:
                    values[index] = values[index]._replace(is_preferred=True)


def _names(card: Card) -> tuple[Name, ...]:
    """The card's name, its versions in other languages or scripts, how it is spoken, and its nicknames."""
    names = names_of(card.full_names, card.name_parts)
    if card.phonetic:
        spoken = card.phonetic
        names.append(
            Name(given=spoken.get("FIRST"), middle=spoken.get("MIDDLE"), family=spoken.get("LAST"), kind="phonetic")
        )
    return (*names, *card.other_names)


def _addresses(card: Card) -> tuple[Address, ...]:
    """The addresses, each with the LABEL of the same types as its text; a LABEL that is left is an address itself."""
    if not card.address_labels:
        return tuple(card.addresses)
    addresses = list(card.addresses)
    bare = [index for index, address in enumerate(addresses) if not address.formatted]
    for head, text in card.address_labels:
        label = card.label(head)
        match = next((index for index in bare if addresses[index].label == label), bare[0] if bare else None)
        if match is None:
            addresses.append(Address(formatted=text, label=label, is_preferred=head.is_preferred))
        else:
            bare.remove(match)
            addresses[match] = addresses[match]._replace(formatted=text)
    return tuple(addresses)


def _organisations(card: Card) -> tuple[Organisation, ...]:
    """Employers, each with the title and the role of its group, else with those at the same place in their lists."""
    if not (card.employers or card.titles or card.roles):
        return ()
    titles, roles = _beside(card.employers, card.titles), _beside(card.employers, card.roles)
    rows = []
    for employer, title, role in zip_longest(card.employers, titles, roles):
        head, (name, *departments) = employer or (UNREADABLE, [""])
        department = "; ".join([part for part in departments if part]) if departments else None
        rows.append(Organisation(name or None, department or None, title, role, None, None, None, head.is_preferred))
    return tuple(rows)


def _beside(employers: list[tuple[Head, list[str]]], values: list[tuple[Head, str]]) -> list[str | None]:
    """The values in the order of the employers that they belong to; those that are left come last."""
    if len(values) <= 1 and len(employers) <= 1:
        return [text for _, text in values]
    places = {head.group: index for index, (head, _) in enumerate(employers) if head.group}
    row: dict[int, str] = {}
    left: list[str] = []
    for head, text in values:
        place = places.pop(head.group, None)
        if place is None:
            left.append(text)
        else:
            row[place] = text
    rest = iter(left)
    return [row[index] if index in row else next(rest, None) for index in range(len(employers))] + list(rest)


def _extra(card: Card) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What no column took, and the labels of groups that label nothing which has a place for them."""
    for group, label in card.group_labels.items():
        if group not in card.used_groups:
            card.add_extra(GROUP_LABEL, label)
    return tuple([_entry(key, *values) for key, values in card.extra.items()]) if card.extra else ()


@lru_cache(maxsize=1_024)
def _entry(key: str, *values: str) -> tuple[str, tuple[str, ...]]:
    """An entry of `extra`, the same one for equal values: PRODID and their like are in every card of a book."""
    return key, values
