from typing import ClassVar

import pytest

from connectors.base import Batch, FileConnector
from connectors.linkedin import LinkedInConnections, LinkedInContacts, LinkedInProfile, other_export
from connectors.records import Address, Date, Email, Name, Organisation, Phone, Reject, Skipped, Url
from tests.connectors.contract import content_of, document, read
from tests.connectors.csv_promises import CsvPromises

NOTICE = (
    'Notes:\n"When exporting your connection data, you may notice that some addresses are missing,\nas is said here '
    'https://www.example.com/help"\n\n'
)
PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
    "Twitter Handles,Websites,Instant Messengers"
)


class TestConnections(CsvPromises):
    connector = LinkedInConnections
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    rows = (
        "Ada,Brandt,https://www.linkedin.com/in/Ada-Brandt-84,ada@example.org,Lumenwerk GmbH,Head,14 Mar 2025",
        "Liam,O'Brien,,,,,06 Jun 2020",
    )


class TestOlderConnections(CsvPromises):
    connector = LinkedInConnections
    header = "First Name,Last Name,Email Address,Company,Position,Connected On"
    rows = ("Ada,Brandt,ada@example.org,Lumenwerk GmbH,Head,14 Mar 2025", "Liam,O'Brien,,,,06 Jun 2020")


class TestContacts(CsvPromises):
    connector = LinkedInContacts
    header = (
        "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,"
        "InstantMessageHandles,FullName,Birthday,Location,BookmarkedAt,Profiles"
    )
    rows = (
        (
            "MOBILE,Sam,Okoro,Tidepool,Engineer,sam@example.org;s@example.com,+1 646 555 0113,4/17/21,77 Ferry Street,"
            "https://s.example.org,sam.chat,Samuel Okoro,8/3/87,Brooklyn,4/18/21,https://www.linkedin.com/in/samokoro"
        ),
        "MOBILE,Marc,Dubois,,,famille@example.org,,,,,,,,,,",
    )


class TestProfile(CsvPromises):
    connector = LinkedInProfile
    header = PROFILE
    rows: ClassVar[tuple[str, ...]] = (
        (
            "Mira,Holt,Lind,12 Lantern Row,2 Nov 1988,Product Lead,Likes runs,Software,N1 9ZZ,London,[mira_holt],"
            "[PERSONAL:https://mira.example.org],SKYPE:mira.holt"
        ),
    )

    def test_a_good_record_survives_beside_a_bad_one(self) -> None:
        (expected,) = read(self.connector, document(self.good)).contacts
        (found,) = read(self.connector, document(self.good + self.broken)).contacts
        assert found == expected


def archive(**files: str) -> Batch:
    return read(LinkedInProfile, *(document(text.encode(), name.replace("__", "/")) for name, text in files.items()))


def test_connection_in_full() -> None:
    contact = read(
        LinkedInConnections, document((NOTICE + TestConnections.sample.decode()).encode("utf-8-sig"))
    ).contacts[0]
    assert contact.record_id == "Ada-Brandt-84"
    assert contact.position == 1
    assert contact.names == (Name(given="Ada", family="Brandt"),)
    assert contact.emails == (Email("ada@example.org"),)
    assert contact.organisations == (Organisation("Lumenwerk GmbH", title="Head"),)
    assert contact.urls == (Url("https://www.linkedin.com/in/Ada-Brandt-84", None, "social", "linkedin"),)
    assert contact.dates == (Date("14 Mar 2025", "connected"),)
    assert contact.extra == ()


def test_connections_without_a_profile_are_told_apart_by_the_day() -> None:
    header = TestOlderConnections.header
    content = f"{header}\nAda,Brandt,,,,14 Mar 2025\nAda,Brandt,,,,15 Mar 2025\n,,,Lumenwerk,,16 Mar 2025\n"
    contacts = read(LinkedInConnections, document(content.encode())).contacts
    assert len({contact.record_id for contact in contacts}) == 3


def test_a_changed_job_does_not_change_the_id() -> None:
    old, new = (
        f"{TestConnections.header}\nAda,Brandt,https://www.linkedin.com/in/ada,,{company},Head,14 Mar 2025\n".encode()
        for company in ("Lumenwerk", "Brightfen")
    )
    ids = {read(LinkedInConnections, document(content)).contacts[0].record_id for content in (old, new)}
    assert ids == {"ada"}


def test_connections_who_hide_everything_are_skipped_and_counted() -> None:
    content = f"{TestConnections.header}\n,,,,,,09 Jul 2014\n,,,,,,\n"
    assert read(LinkedInConnections, document(content.encode())).skipped == (
        Skipped("book", "a connection who hides all details", 1),
        Skipped("book", "an empty row", 2),
    )


def test_imported_contact_in_full() -> None:
    contact = read(LinkedInContacts, document(TestContacts.sample)).contacts[0]
    assert contact.names == (Name("Samuel Okoro", given="Sam", family="Okoro"),)
    assert contact.emails == (Email("sam@example.org"), Email("s@example.com"))
    assert contact.phones == (Phone("+1 646 555 0113"),)
    assert contact.addresses == (
        Address("77 Ferry Street", label="Address"),
        Address("Brooklyn", label="Location"),
    )
    assert contact.organisations == (Organisation("Tidepool", title="Engineer"),)
    assert contact.urls == (
        Url("https://s.example.org"),
        Url("https://www.linkedin.com/in/samokoro", kind="social"),
        Url("sam.chat", kind="im"),
    )
    assert contact.dates == (Date("8/3/87", "birthday"), Date("4/17/21", "created"))
    assert dict(contact.extra) == {"Source": ("MOBILE",), "BookmarkedAt": ("4/18/21",)}


def test_the_owner_is_put_together_from_the_files_of_one_archive() -> None:
    batch = archive(
        a__Emails="Email Address,Confirmed,Primary,Updated On\nold@example.org,Yes,No,1\nmira@example.org,Yes,Yes,2\n",
        a__Profile=TestProfile.sample.decode(),
        a__Phones="Extension,Number,Type\n,+44 20 7946 0100,Mobile\n22,+44 20 7946 0101,Work\n",
        a__Whatsapp="Number,Extension,Is_WhatsApp_Number\n7700 900100,+44,true\n",
    )
    (contact,) = batch.contacts
    assert contact.is_owner
    assert contact.file == "a/Profile"
    assert contact.names == (Name(given="Mira", family="Holt"), Name("Lind", kind="maiden"))
    assert contact.emails == (Email("old@example.org"), Email("mira@example.org", is_preferred=True))
    assert contact.phones == (
        Phone("+44 20 7946 0100", "Mobile"),
        Phone("+44 20 7946 0101 ext. 22", "Work"),
        Phone("+447700 900100", "WhatsApp"),
    )
    assert contact.addresses == (
        Address("12 Lantern Row", postal_code="N1 9ZZ"),
        Address("London", label="Geo Location"),
    )
    assert contact.urls == (
        Url("https://mira.example.org", "PERSONAL"),
        Url("mira_holt", None, "social", "twitter"),
        Url("mira.holt", "SKYPE", "im", "skype"),
    )
    assert contact.dates == (Date("2 Nov 1988", "birthday"),)
    assert contact.note == "Likes runs"
    assert dict(contact.extra)["Headline"] == ("Product Lead",)
    assert dict(contact.extra)["Updated On"] == ("1", "2")


def test_the_owners_id_depends_on_the_name_alone() -> None:
    alone = archive(a__Profile=TestProfile.sample.decode()).contacts[0]
    emails = "Email Address,Confirmed,Primary,Updated On\nnew@example.org,Yes,Yes,1\n"
    together = archive(b__Profile=TestProfile.sample.decode(), b__Emails=emails).contacts[0]
    assert alone.record_id == together.record_id


def test_two_archives_have_two_owners() -> None:
    other = f"{PROFILE}\nOle,Kroll,,,,,,,,,,,\n"
    contacts = archive(a__Profile=TestProfile.sample.decode(), b__Profile=other).contacts
    assert [contact.names[0].given for contact in contacts] == ["Mira", "Ole"]


def test_addresses_without_a_profile_still_are_the_owners() -> None:
    phones = "Extension,Number,Type\n,+44 20 7946 0100,Mobile\n"
    (contact,) = archive(a__Phones=phones).contacts
    assert contact.is_owner
    assert contact.phones == (Phone("+44 20 7946 0100", "Mobile"),)


def test_a_second_profile_in_one_archive_is_a_reject() -> None:
    batch = archive(Profile=f"{PROFILE}\nMira,Holt,,,,,,,,,,,\nOle,Kroll,,,,,,,,,,,\n")
    assert len(batch.contacts) == 1
    assert batch.rejects == (Reject("Profile", "a second profile in one archive", 2, 3, "Ole,Kroll,,,,,,,,,,,\n"),)


def test_websites_with_and_without_labels() -> None:
    sites = '"COMPANY:http://a.example.org/en/, OTHER:https://b.example.org",'
    (contact,) = archive(Profile=f"{PROFILE}\nMira,Holt,,,,,,,,,,{sites}\n").contacts
    assert contact.urls == (
        Url("http://a.example.org/en/", "COMPANY"),
        Url("https://b.example.org", "OTHER"),
    )
    (contact,) = archive(Profile=f"{PROFILE}\nMira,Holt,,,,,,,,,,https://c.example.org,\n").contacts
    assert contact.urls == (Url("https://c.example.org"),)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ORGANIZATION,Followed On", "LinkedIn followed companies"),
        (
            '"Locations","Industries","Preferred Job Types","Job Titles","Open To Recruiters","X"',
            "LinkedIn job preferences",
        ),
        ("Company Name,Title,Description,Location,Started On,Finished On", "your LinkedIn positions"),
        (NOTICE + "Member Age,Company Names,Company Names,Job Titles,Interests", "LinkedIn's advertising categories"),
        ("Name", "a list of names only, such as LinkedIn's skills"),
        ("First Name,Last Name,E-mail Address", None),
        ("Name,Email", None),
        ("", None),
    ],
)
def test_other_export(header: str, expected: str | None) -> None:
    assert other_export(document(header.encode())) == expected


def test_none_of_linkedins_readers_takes_another_ones_file() -> None:
    samples = (TestConnections.sample, TestOlderConnections.sample, TestContacts.sample, TestProfile.sample)
    readers: tuple[type[FileConnector], ...] = (
        LinkedInConnections,
        LinkedInConnections,
        LinkedInContacts,
        LinkedInProfile,
    )
    for sample, reader in zip(samples, readers, strict=True):
        found = {each for each in set(readers) if each.recognises(document(sample))}
        assert found == {reader}
        assert other_export(document(sample)) is None
        assert content_of(read(reader, document(sample)).contacts[0]).names
