"""A person of Google's as a raw contact: every field in its place, the rest under Google's own names in `extra`."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Final, Protocol

from connectors.google.leftovers import INITIALS, extra_of
from connectors.google.person import Day, Mark, Person
from connectors.records import Address, Date, Email, Name, Organisation, Phone, RawContact, Relation, Url

_NICKNAME_KINDS: Final = {
    "MAIDEN_NAME": "maiden",
    "OTHER_NAME": "alternative",
    "ALTERNATE_NAME": "alternative",
    "SHORT_NAME": "alternative",
}
"""What Google's kinds of nicknames are called in a contact; the others are nicknames."""

_OWN_SOURCES: Final = frozenset({"CONTACT", "OTHER_CONTACT"})


_name_parts: Final = attrgetter("honorific_prefix", "given_name", "middle_name", "family_name", "honorific_suffix")
_spoken_parts: Final = attrgetter(
    "phonetic_full_name",
    "phonetic_honorific_prefix",
    "phonetic_given_name",
    "phonetic_middle_name",
    "phonetic_family_name",
    "phonetic_honorific_suffix",
)


class _Marked(Protocol):
    """A field that may be the one to use of several."""

    metadata: Mark | None


def raw_contact(person: Person, *, file: str, position: int, group_name: Callable[[str], str | None]) -> RawContact:
    """The contact of a person; `group_name` gives the category that a group's resource name stands for."""
    notes = [biography.value for biography in person.biographies if biography.value]
    return RawContact(
        record_id=person.resource_name,
        file=file,
        position=position,
        names=_names(person),
        emails=_emails(person),
        phones=_phones(person),
        addresses=_addresses(person) if person.addresses else (),
        organisations=_organisations(person),
        urls=_urls(person),
        dates=_dates(person) if person.birthdays or person.events else (),
        relations=tuple(
            [Relation(each.person, each.formatted_type or each.type) for each in person.relations if each.person]
        ),
        categories=_categories(person, group_name),
        note="\n".join(notes) or None,
        updated=_updated(person),
        extra=extra_of(person),
    )


def _preferred(fields: Sequence[_Marked]) -> int:
    """Which field is to be used of several, -1 for none: of one alone, that says nothing."""
    if len(fields) > 1:
        for number, field in enumerate(fields):
            if field.metadata is not None and field.metadata.primary:
                return number
    return -1


def _names(person: Person) -> tuple[Name, ...]:
    """The name to be used first, then how it is spoken, other names, nicknames."""
    names: list[Name] = []
    ordered = list(person.names)
    if (first := _preferred(ordered)) > 0:
        ordered.insert(0, ordered.pop(first))
    for one in ordered:
        parts = (one.unstructured_name or one.display_name, *_name_parts(one))
        if any(parts) and (not names or parts not in [name[:6] for name in names]):
            names.append(Name._make((*parts, "alternative" if names else "main", None)))
        if any(spoken := _spoken_parts(one)):
            names.append(Name._make((*spoken, "phonetic", None)))
    names += [
        Name(each.value, kind=_NICKNAME_KINDS.get(each.type or "", "nickname"))
        for each in person.nicknames
        if each.value and each.type != INITIALS
    ]
    return tuple(names)


def _emails(person: Person) -> tuple[Email, ...]:
    preferred = _preferred(person.email_addresses)
    return tuple(
        [
            Email(each.value, each.formatted_type or each.type, number == preferred, each.display_name)
            for number, each in enumerate(person.email_addresses)
            if each.value
        ]
    )


def _phones(person: Person) -> tuple[Phone, ...]:
    preferred = _preferred(person.phone_numbers)
    return tuple(
        [
            Phone(each.value, each.formatted_type or each.type, number == preferred)
            for number, each in enumerate(person.phone_numbers)
            if each.value
        ]
    )


def _addresses(person: Person) -> tuple[Address, ...]:
    preferred = _preferred(person.addresses)
    addresses = [
        Address(
            each.formatted_value,
            each.po_box,
            each.extended_address,
            each.street_address,
            each.city,
            each.region,
            each.postal_code,
            each.country or each.country_code,
            each.formatted_type or each.type,
            number == preferred,
        )
        for number, each in enumerate(person.addresses)
    ]
    return tuple([address for address in addresses if any(address[:8])])


def _organisations(person: Person) -> tuple[Organisation, ...]:
    """Employers and schools, and occupations, which have no employer."""
    if not person.organizations and not person.occupations:
        return ()
    preferred = _preferred(person.organizations)
    roles = [
        Organisation(
            each.name,
            each.department,
            each.title,
            each.job_description,
            each.location,
            _date(each.start_date),
            _date(each.end_date),
            number == preferred,
        )
        for number, each in enumerate(person.organizations)
    ]
    roles += [Organisation(title=each.value) for each in person.occupations if each.value]
    return tuple([role for role in roles if any(role[:7])])


def _urls(person: Person) -> tuple[Url, ...]:
    urls = [Url(each.value, each.formatted_type or each.type) for each in person.urls if each.value]
    for handle in person.im_clients:
        if handle.username:
            service = handle.formatted_protocol or handle.protocol
            urls.append(Url(handle.username, handle.formatted_type or handle.type, "im", service))
    urls += [Url(each.value, each.label, "im", "sip") for each in person.sip_addresses if each.value]
    urls += [Url(each.url, each.formatted_type or each.type, "calendar") for each in person.calendar_urls if each.url]
    urls += [Url(photo.url, None, "photo") for photo in person.photos if photo.url and not photo.default]
    return tuple(urls)


def _dates(person: Person) -> tuple[Date, ...]:
    dates = [Date(text, "birthday") for each in person.birthdays if (text := _date(each.date) or each.text)]
    dates += [
        Date(text, each.formatted_type or each.type or "event") for each in person.events if (text := _date(each.date))
    ]
    return tuple(dict.fromkeys(dates))  # a profile's birthday is the contact's once more


def _date(day: Day | None) -> str | None:
    """A date as ISO 8601 writes it; without its year as vCard does (RFC 6350 section 4.3.1): "--05-17"."""
    if day is None:
        return None
    if day.month and day.day:
        return f"{day.year:04}-{day.month:02}-{day.day:02}" if day.year else f"--{day.month:02}-{day.day:02}"
    if day.month:
        return f"{day.year:04}-{day.month:02}" if day.year else f"--{day.month:02}"
    return f"{day.year:04}" if day.year else None


def _categories(person: Person, group_name: Callable[[str], str | None]) -> tuple[str, ...]:
    groups = [each.contact_group_membership for each in person.memberships]
    names = [
        group_name(group.contact_group_resource_name or f"contactGroups/{group.contact_group_id}")
        for group in groups
        if group is not None
    ]
    return tuple([name for name in names if name])


def _updated(person: Person) -> str | None:
    """When the owner's contact was changed last, as written; of a profile alone, when that was."""
    sources = person.metadata.sources if person.metadata else ()
    if len(sources) == 1:
        return sources[0].update_time
    own = [source.update_time for source in sources if source.update_time and source.type in _OWN_SOURCES]
    return max(own or [source.update_time for source in sources if source.update_time], default=None)
