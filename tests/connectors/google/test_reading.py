"""Every field of Google's persons has its place in a contact."""

import io
import json
from typing import Final, get_args

import pytest
from msgspec import Struct, convert
from msgspec.structs import fields

from connectors.base import Document
from connectors.google.contacts import PERSON_FIELDS
from connectors.google.person import Person
from connectors.google.reading import raw_contact
from connectors.google_csv import GoogleCsv
from connectors.records import (
    Address,
    Date,
    Email,
    Name,
    Organisation,
    Phone,
    RawContact,
    Relation,
    Url,
    contacts_table,
)
from tests.connectors.google.full_person import EVERYTHING, PRIMARY
from tests.emulators.google_discovery import DOCUMENTS

SCHEMAS: Final = json.loads((DOCUMENTS / "people.v1.json").read_text())["schemas"]

GROUPS: Final = {"contactGroups/g1": "Running", "contactGroups/myContacts": None}


def read(**fields_of_person: object) -> RawContact:
    person = convert({"resourceName": "people/c1", **fields_of_person}, type=Person)
    return raw_contact(person, file="Google Contacts", position=3, group_name=GROUPS.get)


def test_every_field_has_its_place() -> None:
    assert read(**EVERYTHING) == RawContact(
        record_id="people/c1",
        file="Google Contacts",
        position=3,
        names=(
            Name("Dr. Ada Byron Brandt jr.", "Dr.", "Ada", "Byron", "Brandt", "Jr."),
            Name("Ay-da Brant", "Dok-tor", "Ay-da", "Bai-ron", "Brant", "Joo-nior", "phonetic"),
            Name("A. Brandt", kind="alternative"),
            Name("Addie", kind="nickname"),
            Name("Hansen", kind="maiden"),
            Name("Ada B", kind="alternative"),
        ),
        emails=(
            Email("ada@example.org", "Home"),
            Email("ada@example.com", "work", is_preferred=True, display_name="Ada at work"),
        ),
        phones=(Phone("030 23125 001", "Work Fax"),),
        addresses=(
            Address(
                "Box 7\n1 Hill Road\nBerlin",
                "Box 7",
                "2nd floor",
                "1 Hill Road",
                "Berlin",
                "BE",
                "10115",
                "Germany",
                "Home",
            ),
            Address(country="FR", label="holidays", is_preferred=True),
        ),
        organisations=(
            Organisation("Lund Paper", "Sales", "Buyer", "buys pulp", "B-12", "2019-03", "2021"),
            Organisation("Hill School", is_preferred=True),
            Organisation(title="painter"),
        ),
        urls=(
            Url("https://ada.example.org/", "Home Page"),
            Url("ada.b", "Home", "im", "Jabber"),
            Url("ada77", None, "im", "own"),
            Url("sip:ada@example.org", "work", "im", "sip"),
            Url("https://cal.example.org/ada", "Free/busy", "calendar"),
            Url("https://photos.example.com/own=s100", None, "photo"),
        ),
        dates=(
            Date("1984-05-07", "birthday"),
            Date("--05-07", "birthday"),
            Date("in spring", "birthday"),
            Date("--06-01", "Anniversary"),
            Date("2001-09", "first met"),
            Date("--09", "event"),
        ),
        relations=(Relation("Mia Lund", "Domestic Partner"), Relation("Ben", "rival")),
        categories=("Running",),
        note="Paints.\n<b>Sails</b>",
        updated="2026-02-01T10:00:00Z",
        extra=(
            ("organizations.type", ("Work", "school")),
            ("organizations.phoneticName", ("Loond",)),
            ("organizations.symbol", ("LUND",)),
            ("organizations.domain", ("lund.example.com",)),
            ("organizations.costCenter", ("CC7",)),
            ("organizations.fullTimeEquivalentMillipercent", ("50000",)),
            ("organizations.current", ("Hill School",)),
            ("metadata.sources", ("PROFILE 104",)),
            ("metadata.objectType", ("PERSON",)),
            ("metadata.userTypes", ("GOOGLE_USER",)),
            ("metadata.linkedPeopleResourceNames", ("people/c9",)),
            ("memberships.inViewerDomain", ("true",)),
            ("biographies.contentType", ("TEXT_HTML",)),
            ("nicknames.initials", ("AB",)),
            ("coverPhotos", ("https://photos.example.com/cover",)),
            ("Shoe size", ("39", "40")),
            ("Custom Field", ("blue",)),
            ("clientData.app.color", ("red",)),
            ("externalIds.customer", ("C-17",)),
            ("externalIds", ("X",)),
            ("genders", ("female",)),
            ("genders.addressMeAs", ("she/her",)),
            ("ageRanges", ("TWENTY_ONE_OR_OLDER",)),
            ("interests", ("stars",)),
            ("skills", ("basket weaving",)),
            ("locales", ("de-DE",)),
            ("locations", ("Building 4",)),
            ("locations.type", ("desk",)),
            ("locations.buildingId", ("B4",)),
            ("locations.floor", ("2",)),
            ("locations.floorSection", ("A",)),
            ("locations.deskCode", ("2-A-17",)),
            ("locations.current", ("true",)),
            ("miscKeywords.OUTLOOK_PRIORITY", ("priority 1",)),
        ),
    )


def test_such_a_contact_fits_into_a_table() -> None:
    assert contacts_table([read(**EVERYTHING), read()]).num_rows == 2


def test_a_person_may_say_nothing() -> None:
    assert read() == RawContact("people/c1", "Google Contacts", 3)


LEFT_OUT: Final = {
    # Told by others: see the docstring of connectors.google.person.
    "Person": {"etag", "ageRange", "braggingRights", "fileAses", "relationshipInterests", "relationshipStatuses"}
    | {"residences", "taglines"},
    "FieldMetadata": {"source", "sourcePrimary", "verified"},
    "Source": {"etag"},
    "Name": {"displayNameLastFirst"},
    "PhoneNumber": {"canonicalForm"},
    # Singletons of a contact, and of several nothing says more than their order.
    **{
        schema: {"metadata"} for schema in ("Biography", "Birthday", "CalendarUrl", "ClientData", "CoverPhoto", "Event")
    },
    **{schema: {"metadata"} for schema in ("Gender", "ImClient", "Location", "Membership", "Photo", "Relation")},
    **{schema: {"metadata"} for schema in ("UserDefined", "AgeRangeType")},
}


def _schemas() -> dict[str, type[Struct]]:
    """The document's schemas beside the classes that read them, from Person down."""
    found: dict[str, type[Struct]] = {"Person": Person}
    to_do = ["Person"]
    for schema in to_do:
        for field in fields(found[schema]):
            described = SCHEMAS[schema]["properties"].get(field.encode_name, {})
            inner = described.get("$ref") or described.get("items", {}).get("$ref")
            if inner and inner not in found:
                to_do.append(inner)
                found[inner] = next(each for each in (field.type, *get_args(field.type)) if is_struct(each))
    return found


def is_struct(hint: object) -> bool:
    return isinstance(hint, type) and issubclass(hint, Struct)


@pytest.mark.parametrize(("schema", "read_by"), _schemas().items(), ids=_schemas())
def test_no_field_of_the_discovery_document_is_forgotten(schema: str, read_by: type) -> None:
    """Fails when Google's client comes with a document that has more fields: then they want a place."""
    described = set(SCHEMAS[schema]["properties"])
    taken = {field.encode_name for field in fields(read_by)}
    assert described - taken - LEFT_OUT.get(schema, set()) == set()


def test_all_schemas_are_looked_at() -> None:
    assert len(_schemas()) > 25


def test_what_is_read_is_asked_for() -> None:
    mask = SCHEMAS["Person"]["properties"]
    assert set(PERSON_FIELDS.split(",")) == set(mask) - LEFT_OUT["Person"] - {"resourceName"}


CSV: Final = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Relation 1 - Label,Relation 1 - Value,"
    "Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value,Custom Field 1 - Label,"
    "Custom Field 1 - Value\n"
    "Ada,Byron,Brandt,Ay-da,Dr.,Jr.,Addie,Lund Paper,Buyer,Sales,--05-07,Paints.,Running,Home,ada@example.org,"
    "* Work,ada@example.com,Work Fax,030 23125 001,Friend,Mia Lund,Blog,https://ada.example.org/,Anniversary,"
    "2001-06-01,Shoe size,39\n"
)


def test_it_is_what_googles_csv_says_of_the_same_contact() -> None:
    content = CSV.encode()
    document = Document("contacts.csv", len(content), content, lambda: io.BytesIO(content))
    (exported,) = next(iter(GoogleCsv([document]).pull())).contacts
    pulled = read(
        names=[
            {"givenName": "Ada", "middleName": "Byron", "familyName": "Brandt", "honorificPrefix": "Dr."}
            | {"honorificSuffix": "Jr.", "phoneticGivenName": "Ay-da"}
        ],
        nicknames=[{"value": "Addie"}],
        emailAddresses=[
            {"value": "ada@example.org", "formattedType": "Home"},
            {"value": "ada@example.com", "formattedType": "Work", "metadata": PRIMARY},
        ],
        phoneNumbers=[{"value": "030 23125 001", "formattedType": "Work Fax"}],
        organizations=[{"name": "Lund Paper", "title": "Buyer", "department": "Sales"}],
        birthdays=[{"date": {"month": 5, "day": 7}}],
        biographies=[{"value": "Paints."}],
        memberships=EVERYTHING["memberships"][:1],
        relations=[{"person": "Mia Lund", "formattedType": "Friend"}],
        urls=[{"value": "https://ada.example.org/", "formattedType": "Blog"}],
        events=[{"date": {"year": 2001, "month": 6, "day": 1}, "formattedType": "Anniversary"}],
        userDefined=[{"key": "Shoe size", "value": "39"}],
    )
    without_star = tuple(email._replace(label=(email.label or "").removeprefix("* ")) for email in exported.emails)
    expected = exported._replace(record_id="people/c1", file="Google Contacts", position=3, emails=without_star)
    assert pulled == expected


@pytest.mark.parametrize(
    ("sources", "updated"),
    [
        ([], None),
        ([{"type": "CONTACT"}], None),
        ([{"type": "PROFILE", "id": "1", "updateTime": "2026-01-01T00:00:00Z"}], "2026-01-01T00:00:00Z"),
        (
            [
                {"type": "PROFILE", "updateTime": "2026-01-01T00:00:00Z"},
                {"type": "ACCOUNT", "updateTime": "2026-02-01T00:00:00Z"},
            ],
            "2026-02-01T00:00:00Z",
        ),
    ],
)
def test_when_it_was_changed(sources: list[dict[str, str]], updated: str | None) -> None:
    assert read(metadata={"sources": sources}).updated == updated
