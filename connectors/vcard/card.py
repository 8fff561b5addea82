"""A card while it is read, and the raw contact that comes of it."""

from dataclasses import dataclass, field

from connectors.identity import raw_id
from connectors.records import Address, Date, Email, Name, Organisation, Phone, Photo, RawContact, Relation, Url
from connectors.vcard.lines import UNREADABLE, Head

NAME_PARTS = 5


@dataclass(slots=True)
class Card:
    """A card while it is read: what `RawContact` holds, still open for more."""

    is_empty: bool = True
    kind: str | None = None
    uid: str | None = None
    updated: str | None = None
    full_names: list[tuple[Head, str]] = field(default_factory=list)
    name_parts: list[tuple[Head, list[str]]] = field(default_factory=list)
    other_names: list[Name] = field(default_factory=list)
    phonetic: dict[str, str] = field(default_factory=dict)
    emails: list[Email] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    address_labels: list[tuple[Head, str]] = field(default_factory=list)
    employers: list[tuple[Head, list[str]]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
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

    def label(self, head: Head) -> str | None:
        """What the source calls a value: its types and, where its group has one, Apple's label."""
        if head.group and head.group in self.group_labels:
            return ",".join((*head.types, self.group_labels[head.group]))
        return head.label


def contact_of(card: Card, *, file: str, position: int) -> RawContact | None:
    """The card as a raw contact; None where it says nothing."""
    if card.is_empty:
        return None
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
        extra=tuple((key, tuple(values)) for key, values in card.extra.items()),
    )


def _names(card: Card) -> tuple[Name, ...]:
    """The card's name, its versions in other languages or scripts, and its nicknames, in that order."""
    names: list[Name] = []
    for index in range(max(len(card.full_names), len(card.name_parts))):
        head, full = card.full_names[index] if index < len(card.full_names) else (UNREADABLE, None)
        part_head, parts = card.name_parts[index] if index < len(card.name_parts) else (UNREADABLE, [])
        family, given, middle, prefix, suffix = (*parts[:NAME_PARTS], *[""] * (NAME_PARTS - len(parts)))
        names.append(
            Name(
                full or None,
                prefix or None,
                given or None,
                middle or None,
                family or None,
                suffix or None,
                "alternative" if index else "main",
                part_head.param("LANGUAGE") or head.param("LANGUAGE"),
            )
        )
    if card.phonetic:
        spoken = card.phonetic
        names.append(
            Name(given=spoken.get("FIRST"), middle=spoken.get("MIDDLE"), family=spoken.get("LAST"), kind="phonetic")
        )
    return (*names, *card.other_names)


def _addresses(card: Card) -> tuple[Address, ...]:
    """The addresses, each with the LABEL of the same types as its text; a LABEL that is left is an address itself."""
    addresses = list(card.addresses)
    for head, text in card.address_labels:
        label = card.label(head)
        bare = [index for index, address in enumerate(addresses) if not address.formatted]
        match = next((index for index in bare if addresses[index].label == label), bare[0] if bare else None)
        if match is None:
            addresses.append(Address(formatted=text, label=label, is_preferred=head.is_preferred))
        else:
            addresses[match] = addresses[match]._replace(formatted=text)
    return tuple(addresses)


def _organisations(card: Card) -> tuple[Organisation, ...]:
    """Employers with the titles and roles that stand at the same place in their own lists."""
    rows = []
    for index in range(max(len(card.employers), len(card.titles), len(card.roles))):
        head, parts = card.employers[index] if index < len(card.employers) else (UNREADABLE, [])
        rows.append(
            Organisation(
                name=(parts[0] if parts else None) or None,
                department="; ".join(part for part in parts[1:] if part) or None,
                title=card.titles[index] if index < len(card.titles) else None,
                role=card.roles[index] if index < len(card.roles) else None,
                is_preferred=head.is_preferred,
            )
        )
    return tuple(rows)
