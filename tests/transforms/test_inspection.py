"""What `kith inspect` shows of a contact: what was written, beside what it was read as."""

import pytest

from connectors.records import Address, Date, Email, Name, Organisation, Phone, RawContact, Url, contacts_table
from tests.transforms.frames import contact
from transforms.inspection import inspected


def shown(*contacts: RawContact) -> list[dict[str, object]]:
    return list(inspected(contacts_table(contacts), source="vcard", default_region="GB"))


def test_a_contact_is_shown_as_written_and_as_read() -> None:
    (row,) = shown(
        contact(
            "id-1",
            position=3,
            names=(Name(full="BRANDT, Ada", given="Ada", family="BRANDT"), Name(full="Adi", kind="nickname")),
            emails=(Email("Ada@Example.org", "work,internet"), Email("no address")),
            phones=(Phone("+49 30 23125 101", "cell"),),
            addresses=(Address(street="Kastanienweg 7", city="Berlin", country="Deutschland", label="home"),),
            organisations=(Organisation(title="Chair"), Organisation(name="Lumenwerk GmbH", title="Engineer")),
            urls=(Url("https://ada.example.org"), Url("skype:ada", kind="im")),
            dates=(Date("2020-01-01", "connected"), Date("1984-03-05", "birthday")),
            categories=("Brunch",),
            note="Met at sea",
        )
    )
    assert row == {
        "kind": "contact",
        "file": "book.vcf",
        "position": 3,
        "record_id": "id-1",
        "contact_kind": "person",
        "full_name": "BRANDT, Ada",
        "given_name": "Ada",
        "family_name": "BRANDT",
        "organisation": "Lumenwerk GmbH",
        "title": "Chair",
        "birthday": "1984-03-05",
        "categories": ["Brunch"],
        "note": "Met at sea",
        "emails": [{"address": "ada@example.org", "label": "work"}, {"address": "no address", "label": None}],
        "phones": [{"raw": "+49 30 23125 101", "e164": "+493023125101", "label": "mobile"}],
        "urls": [{"url": "https://ada.example.org", "label": None}],
        "addresses": [
            {
                "formatted": "Kastanienweg 7, Berlin, Deutschland",
                "country": "Deutschland",
                "country_code": "DE",
                "label": "home",
            }
        ],
    }


@pytest.mark.parametrize("names", [(), (Name(full="Adi", kind="nickname"),)])
def test_a_contact_without_a_main_name_has_none(names: tuple[Name, ...]) -> None:
    (row,) = shown(contact(names=names))
    assert (row["full_name"], row["given_name"], row["organisation"], row["birthday"]) == (None, None, None, None)
    assert (row["emails"], row["phones"], row["urls"], row["addresses"]) == ([], [], [], [])


def test_contacts_keep_their_order_and_their_values_though_they_share_an_id() -> None:
    first, second = (contact("same", names=(Name(full=name),), emails=(Email(f"{name}@example.org"),)) for name in "ab")
    assert [(row["record_id"], row["full_name"], row["emails"]) for row in shown(first, second)] == [
        ("same", "a", [{"address": "a@example.org", "label": None}]),
        ("same", "b", [{"address": "b@example.org", "label": None}]),
    ]


def test_no_contacts() -> None:
    assert shown() == []
