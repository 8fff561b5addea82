import pytest

from connectors.records import Email, Name, Organisation, RawContact
from tests.transforms.frames import contact, raw_frame
from transforms.kinds import contact_kinds

ACME = (Organisation("ACME"),)
CARDS = (
    ("person", contact(names=(Name("Anna Smith"),))),
    ("person", contact(names=(Name("Anna Smith"),), kind="individual")),
    ("person", contact(names=(Name("Anna Smith"),), organisations=ACME)),
    (
        "person",
        contact(names=(Name("Anna Smith", given="Anna", family="Smith"),), organisations=(Organisation("Anna Smith"),)),
    ),
    ("person", contact(organisations=(Organisation("ACME", title="Director"),))),
    ("person", contact(emails=(Email("ada@example.org"),))),
    ("person", contact(names=(Name("Anna"),), emails=(Email("info@example.org"),))),
    ("person", contact(emails=(Email("info@example.org"), Email("ada@example.org")))),
    ("person", contact()),
    ("organisation", contact(names=(Name("Acme"),), organisations=ACME)),
    ("organisation", contact(organisations=ACME)),
    ("organisation", contact(names=(Name("info@example.org"),), organisations=ACME)),
    ("organisation", contact(names=(Name("Acme GmbH"),))),
    ("organisation", contact(names=(Name("Acme GmbH", given="Acme", family="GmbH"),))),
    ("organisation", contact(names=(Name("Anna Smith"),), extra=(("X-ABShowAs", ("company",)),))),
    ("organisation", contact(names=(Name("Anna Smith"),), kind="ORG")),
    ("organisation", contact(emails=(Email("info@example.org"), Email("sales@example.org")))),
    ("group", contact(names=(Name("Choir"),), kind="group")),
    ("group", contact(names=(Name("Choir"),), members=("urn:uuid:1",))),
)


@pytest.mark.parametrize(("kind", "card"), CARDS)
def test_people_organisations_and_groups_are_told_apart(kind: str, card: RawContact) -> None:
    assert contact_kinds(raw_frame(card).lazy()).collect()["kind"].to_list() == [kind]
