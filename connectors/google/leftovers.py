"""What no column of a contact takes of a person of Google's: under Google's own names, in `extra`."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Final

from connectors.google.person import Person, Value

Extra = tuple[tuple[str, tuple[str, ...]], ...]

INITIALS: Final = "INITIALS"
"""The kind of nickname that is no name."""

_EMPLOYER: Final = {
    "organizations.phoneticName": "phonetic_name",
    "organizations.symbol": "symbol",
    "organizations.domain": "domain",
    "organizations.costCenter": "cost_center",
    "organizations.fullTimeEquivalentMillipercent": "full_time_equivalent_millipercent",
}
_rare_of_employer: Final = attrgetter(*_EMPLOYER.values())
_PLACE: Final = (
    ("locations", "value"),
    ("locations.type", "type"),
    ("locations.buildingId", "building_id"),
    ("locations.floor", "floor"),
    ("locations.floorSection", "floor_section"),
    ("locations.deskCode", "desk_code"),
)

_Kept = Iterator[tuple[str, str | None]]
"""Names and texts, those without a text to be left out."""


def extra_of(person: Person) -> Extra:
    """Names and texts, each name once, in a fixed order. Of most people there is little to keep, which is told fast."""
    kept: dict[str, list[str]] = {}
    for is_there, read in (
        (person.organizations, _employers),
        (person.metadata, _sources),
        (person.memberships, _memberships),
        (person.biographies, _biographies),
        (any(_rare_fields(person)), _rare),
    ):
        if is_there:
            for name, text in read(person):
                if text:
                    kept.setdefault(name, []).append(text)
    return tuple([(name, tuple(texts)) for name, texts in kept.items()]) if kept else ()


def _employers(person: Person) -> _Kept:
    for employer in person.organizations:
        yield "organizations.type", employer.formatted_type or employer.type
        if employer.current:
            yield "organizations.current", employer.name or "true"
        for name, found in zip(_EMPLOYER, _rare_of_employer(employer), strict=True):
            if found is not None:
                yield name, str(found)


def _sources(person: Person) -> _Kept:
    """Whose profile it is, and what is linked with it; of the owner's own contact, the record's id says it all."""
    metadata = person.metadata
    if metadata is None:
        return
    for source in metadata.sources:
        profile = source.profile_metadata
        if source.type not in {"CONTACT", "OTHER_CONTACT"}:
            yield "metadata.sources", f"{source.type} {source.id}"
        if profile is not None:
            yield "metadata.objectType", profile.object_type
            yield from (("metadata.userTypes", each) for each in profile.user_types)
    yield from (("metadata.linkedPeopleResourceNames", name) for name in metadata.linked_people_resource_names)


def _memberships(person: Person) -> _Kept:
    for membership in person.memberships:
        if membership.domain_membership is not None and membership.domain_membership.in_viewer_domain:
            yield "memberships.inViewerDomain", "true"


def _nicknames(person: Person) -> _Kept:
    yield from (("nicknames.initials", each.value) for each in person.nicknames if each.type == INITIALS)


def _biographies(person: Person) -> _Kept:
    html = "TEXT_HTML"
    yield from (("biographies.contentType", html) for each in person.biographies if each.content_type == html)


def _cover_photos(person: Person) -> _Kept:
    yield from (("coverPhotos", photo.url) for photo in person.cover_photos if not photo.default)


def _user_defined(person: Person) -> _Kept:
    """Under the names that people gave, as in Google's CSV."""
    yield from ((pair.key or "Custom Field", pair.value) for pair in person.user_defined)


def _client_data(person: Person) -> _Kept:
    yield from ((f"clientData.{pair.key}", pair.value) for pair in person.client_data)


def _genders(person: Person) -> _Kept:
    for gender in person.genders:
        yield "genders", gender.value or gender.formatted_value
        yield "genders.addressMeAs", gender.address_me_as


def _places(person: Person) -> _Kept:
    for place in person.locations:
        yield from ((name, getattr(place, attribute)) for name, attribute in _PLACE)
        if place.current:
            yield "locations.current", "true"


def _age_ranges(person: Person) -> _Kept:
    yield from (("ageRanges", each.age_range) for each in person.age_ranges)


def _labelled(name: str, values: Callable[[Person], tuple[Value, ...]]) -> Callable[[Person], _Kept]:
    """Values under the name of their field, and their label where they have one ("externalIds.customer")."""

    def read(person: Person) -> _Kept:
        for each in values(person):
            yield (f"{name}.{each.type}" if each.type else name), each.value

    return read


_READERS: Final[dict[str, Callable[[Person], _Kept]]] = {
    "nicknames": _nicknames,
    "cover_photos": _cover_photos,
    "user_defined": _user_defined,
    "client_data": _client_data,
    "external_ids": _labelled("externalIds", lambda person: person.external_ids),
    "genders": _genders,
    "age_ranges": _age_ranges,
    "interests": _labelled("interests", lambda person: person.interests),
    "skills": _labelled("skills", lambda person: person.skills),
    "locales": _labelled("locales", lambda person: person.locales),
    "locations": _places,
    "misc_keywords": _labelled("miscKeywords", lambda person: person.misc_keywords),
}
"""What few people have, by the field of a person that it is read from."""

_rare_fields: Final = attrgetter(*_READERS)


def _rare(person: Person) -> _Kept:
    for read in _READERS.values():
        yield from read(person)
