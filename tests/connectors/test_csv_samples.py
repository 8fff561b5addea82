"""The CSV files of the example address book: each is known by one connector, and nothing in them is lost."""

from pathlib import Path

import pytest

from connectors.base import FileConnector
from connectors.generic_csv import GenericCsv
from connectors.google_csv import GoogleCsv
from connectors.linkedin import LinkedInActivity, LinkedInConnections, LinkedInContacts, LinkedInProfile, other_export
from connectors.outlook_csv import OutlookCsv
from connectors.thunderbird_csv import ThunderbirdCsv
from connectors.yahoo_csv import YahooCsv
from tests.connectors.contract import document, read, records_of

BOOK = Path(__file__).parents[1] / "samples" / "address-book"
IN_ORDER: tuple[type[FileConnector], ...] = (
    LinkedInConnections,
    LinkedInContacts,
    LinkedInProfile,
    LinkedInActivity,
    GoogleCsv,
    OutlookCsv,
    YahooCsv,
    ThunderbirdCsv,
    GenericCsv,
)
EXPECTED: dict[str, tuple[type[FileConnector], int, int]] = {
    "contactos.csv": (GenericCsv, 2, 0),
    "contacts-fr.csv": (GenericCsv, 2, 0),
    "contatti.csv": (GenericCsv, 1, 0),
    "google-new.csv": (GoogleCsv, 14, 0),
    "google-old.csv": (GoogleCsv, 8, 0),
    "kontakte.csv": (GenericCsv, 6, 0),
    "linkedin/Connections.csv": (LinkedInConnections, 19, 1),
    "linkedin/Contacts.csv": (LinkedInContacts, 3, 0),
    "linkedin/Email Addresses.csv": (LinkedInProfile, 1, 0),
    "linkedin/PhoneNumbers.csv": (LinkedInProfile, 1, 0),
    "linkedin/Profile.csv": (LinkedInProfile, 1, 0),
    "linkedin/messages.csv": (LinkedInActivity, 1, 0),
    "outlook-com.csv": (OutlookCsv, 5, 0),
    "outlook-desktop.csv": (OutlookCsv, 5, 0),
    "outlook-from-google.csv": (OutlookCsv, 3, 0),
    "people.csv": (GenericCsv, 4, 1),
    "thunderbird.csv": (ThunderbirdCsv, 3, 0),
    "yahoo.csv": (YahooCsv, 4, 0),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_sample(name: str) -> None:
    connector, records, skipped = EXPECTED[name]
    sample = document((BOOK / name).read_bytes(), name)
    found = [each for each in IN_ORDER if each.recognises(sample)]
    assert found[0] is connector
    assert set(found) <= {connector, GenericCsv}
    batch = read(connector, sample)
    assert (len(records_of(batch)), len(batch.skipped), batch.rejects) == (records, skipped, ())


def test_every_sample_is_expected() -> None:
    found = {path.relative_to(BOOK).as_posix() for path in BOOK.rglob("*.csv")}
    others = {name for name in found if other_export(document((BOOK / name).read_bytes()))}
    assert others == {"linkedin/Positions.csv"}
    assert found - others == set(EXPECTED)


def test_the_circle_meets_across_the_files() -> None:
    def emails(name: str) -> set[str]:
        batch = read(EXPECTED[name][0], document((BOOK / name).read_bytes()))
        return {email.address for contact in batch.contacts for email in contact.emails}

    assert "ada.brandt@example.org" in emails("google-old.csv") & emails("google-new.csv") & emails("kontakte.csv")
    assert "famille.dubois@example.org" in emails("google-new.csv") & emails("contacts-fr.csv")
    assert "bob.fairweather@example.com" in emails("outlook-desktop.csv") & emails("yahoo.csv") & emails(
        "thunderbird.csv"
    )
