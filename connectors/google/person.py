"""A person as Google's People API gives one: every field of its discovery document that says anything of the person.

Left out, and why: `etag` tells versions apart, not people; `displayNameLastFirst` and `canonicalForm` are made of what
stands beside them; of where a field comes from (`metadata.source`) its record has the same; `braggingRights`,
`relationshipInterests`, `relationshipStatuses`, `residences`, `taglines` and `ageRange` are never given any more;
`fileAses` never of a list.
"""

from msgspec import Struct


class _Part(Struct, rename="camel", gc=False):
    """A part of a person. None of these refers back to another, so that nobody need look for cycles."""


class Mark(_Part):
    """What is said of a field: whether it is the one to use of several."""

    primary: bool = False


class Day(_Part):
    """A date; 0 for what isn't known of it."""

    year: int = 0
    month: int = 0
    day: int = 0


class Value(_Part):
    """An address, a number, a text: with its label in the owner's words (`formatted_type`) and in Google's (`type`)."""

    value: str = ""
    type: str | None = None
    formatted_type: str | None = None
    display_name: str | None = None
    metadata: Mark | None = None

    @property
    def label(self) -> str | None:
        """What the value is called."""
        return self.formatted_type or self.type


class PersonName(_Part):
    """A name, whole and in parts, and how it is spoken."""

    unstructured_name: str | None = None
    display_name: str | None = None
    honorific_prefix: str | None = None
    given_name: str | None = None
    middle_name: str | None = None
    family_name: str | None = None
    honorific_suffix: str | None = None
    phonetic_full_name: str | None = None
    phonetic_honorific_prefix: str | None = None
    phonetic_given_name: str | None = None
    phonetic_middle_name: str | None = None
    phonetic_family_name: str | None = None
    phonetic_honorific_suffix: str | None = None
    metadata: Mark | None = None


class PostalAddress(_Part):
    """A postal address."""

    formatted_value: str | None = None
    po_box: str | None = None
    extended_address: str | None = None
    street_address: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    country_code: str | None = None
    type: str | None = None
    formatted_type: str | None = None
    metadata: Mark | None = None


class Employer(_Part):
    """A role at an organisation."""

    name: str | None = None
    department: str | None = None
    title: str | None = None
    job_description: str | None = None
    location: str | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    type: str | None = None
    formatted_type: str | None = None
    current: bool = False
    phonetic_name: str | None = None
    symbol: str | None = None
    domain: str | None = None
    cost_center: str | None = None
    full_time_equivalent_millipercent: int | None = None
    metadata: Mark | None = None


class Birthday(_Part):
    """A birthday, as a date or, where it is none, as a text."""

    date: Day | None = None
    text: str | None = None


class Event(_Part):
    """A day in somebody's life."""

    date: Day | None = None
    type: str | None = None
    formatted_type: str | None = None


class Related(_Part):
    """Somebody to whom the person is related, by name."""

    person: str = ""
    type: str | None = None
    formatted_type: str | None = None


class Handle(_Part):
    """An instant-messenger handle."""

    username: str = ""
    protocol: str | None = None
    formatted_protocol: str | None = None
    type: str | None = None
    formatted_type: str | None = None


class CalendarUrl(_Part):
    """The address of a calendar."""

    url: str = ""
    type: str | None = None
    formatted_type: str | None = None


class Picture(_Part):
    """A photo or a cover photo; a `default` one is Google's own."""

    url: str = ""
    default: bool = False


class Biography(_Part):
    """A note; `content_type` says whether it is text or HTML."""

    value: str = ""
    content_type: str | None = None


class Pair(_Part):
    """What people or programs keep under a key of their own."""

    key: str = ""
    value: str = ""


class Place(_Part):
    """Where somebody sits or comes from."""

    value: str | None = None
    type: str | None = None
    current: bool = False
    building_id: str | None = None
    floor: str | None = None
    floor_section: str | None = None
    desk_code: str | None = None


class Gender(_Part):
    """A gender, and the pronouns to be used."""

    value: str | None = None
    formatted_value: str | None = None
    address_me_as: str | None = None


class AgeRange(_Part):
    """How old somebody is, roughly."""

    age_range: str = ""


class GroupMembership(_Part):
    """That the person is in a group of the owner's."""

    contact_group_resource_name: str = ""
    contact_group_id: str = ""


class DomainMembership(_Part):
    """That the person is in the owner's company's domain."""

    in_viewer_domain: bool = False


class Membership(_Part):
    """In what the person is."""

    contact_group_membership: GroupMembership | None = None
    domain_membership: DomainMembership | None = None


class Profile(_Part):
    """What is said of a Google profile."""

    object_type: str | None = None
    user_types: tuple[str, ...] = ()


class Source(_Part):
    """From where Google has the person: the owner's contact, a profile, a company's directory."""

    type: str = ""
    id: str = ""
    update_time: str | None = None
    profile_metadata: Profile | None = None


class PersonMetadata(_Part):
    """What is said of a person as a whole."""

    sources: tuple[Source, ...] = ()
    previous_resource_names: tuple[str, ...] = ()
    linked_people_resource_names: tuple[str, ...] = ()
    deleted: bool = False
    object_type: str | None = None


class Person(_Part):
    """A person."""

    resource_name: str
    metadata: PersonMetadata | None = None
    names: tuple[PersonName, ...] = ()
    nicknames: tuple[Value, ...] = ()
    email_addresses: tuple[Value, ...] = ()
    phone_numbers: tuple[Value, ...] = ()
    addresses: tuple[PostalAddress, ...] = ()
    organizations: tuple[Employer, ...] = ()
    occupations: tuple[Value, ...] = ()
    urls: tuple[Value, ...] = ()
    im_clients: tuple[Handle, ...] = ()
    sip_addresses: tuple[Value, ...] = ()
    calendar_urls: tuple[CalendarUrl, ...] = ()
    photos: tuple[Picture, ...] = ()
    cover_photos: tuple[Picture, ...] = ()
    birthdays: tuple[Birthday, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Related, ...] = ()
    memberships: tuple[Membership, ...] = ()
    biographies: tuple[Biography, ...] = ()
    user_defined: tuple[Pair, ...] = ()
    client_data: tuple[Pair, ...] = ()
    external_ids: tuple[Value, ...] = ()
    genders: tuple[Gender, ...] = ()
    age_ranges: tuple[AgeRange, ...] = ()
    interests: tuple[Value, ...] = ()
    skills: tuple[Value, ...] = ()
    locales: tuple[Value, ...] = ()
    locations: tuple[Place, ...] = ()
    misc_keywords: tuple[Value, ...] = ()
