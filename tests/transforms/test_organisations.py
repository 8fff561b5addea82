from datetime import date

import pytest
from hypothesis import given

from connectors.records import Organisation
from tests.transforms.frames import contact, raw_frame
from tests.transforms.strategies import texts
from transforms.organisations import contact_organisations, has_legal_form, read_organisation

NAMES = (
    ("Acme GmbH", "acme", "GmbH"),
    ("Acme GmbH & Co. KG", "acme", "GmbH & Co. KG"),
    ("ACME, Inc.", "acme", "Inc."),
    ("Acme S.p.A.", "acme", "S.p.A."),
    ("Acme S. p. A.", "acme", "S.p.A."),
    ("Acme Co., Ltd.", "acme", "Ltd."),
    ("Société Exemple S.A.", "societe exemple", "S.A."),
    ("Turnverein Musterstadt e. V.", "turnverein musterstadt", "e.V."),
    ("株式会社山田", "山田", "株式会社"),
    ("ООО Ромашка", "ромашка", "ООО"),
    ("Foo Ltd Inc", "foo", "Inc."),
    ("AG", "ag", None),
    ("Acme", "acme", None),
    ("...", None, None),
)


@pytest.mark.parametrize(("written", "key", "legal_form"), NAMES)
def test_the_key_leaves_the_legal_form_out(written: str, key: str | None, legal_form: str | None) -> None:
    assert read_organisation(written) == (key, legal_form)


@given(texts)
def test_the_key_of_a_key_is_itself(text: str) -> None:
    key = read_organisation(text).key
    assert key is None or read_organisation(key).key == key


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Acme GmbH", True),
        ("Acme, Inc.", True),
        ("Anna Co", False),
        ("John A. S.", False),
        ("GmbH", False),
        ("", False),
    ],
)
def test_only_a_sure_legal_form_makes_a_name_a_firms(name: str, expected: bool) -> None:
    assert has_legal_form(name) is expected


def test_roles_of_a_contact_keep_their_raw_form() -> None:
    acme = Organisation(" Acme  GmbH", "R&D", "Engineer", None, "Berlin", "Mar 2020", "2022", is_preferred=True)
    raw = raw_frame(contact(organisations=(acme, Organisation(title="Choir leader"))), source="linkedin")
    columns = (
        "organisation",
        "organisation_key",
        "legal_form",
        "department",
        "title",
        "location",
        "started_on",
        "ended_on",
        "is_marked_preferred",
        "raw",
    )
    assert contact_organisations(raw.lazy()).select(columns).collect().rows() == [
        (
            "Acme GmbH",
            "acme",
            "GmbH",
            "R&D",
            "Engineer",
            "Berlin",
            date(2020, 3, 1),
            date(2022, 1, 1),
            True,
            " Acme  GmbH; R&D; Engineer; Berlin; Mar 2020; 2022",
        ),
        (None, None, None, None, "Choir leader", None, None, None, False, "Choir leader"),
    ]
