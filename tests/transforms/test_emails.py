import polars as pl
import pytest
from hypothesis import given

from connectors.records import Email
from tests.transforms.frames import contact, raw_frame
from tests.transforms.strategies import texts
from transforms.emails import _unicode_domain, contact_emails, is_role_address, normalise_email

ADDRESSES = (
    (" Ada@Example.ORG ", "ada@example.org"),
    ("mailto:ada@example.org?subject=Hello", "ada@example.org"),
    ("Ada Example <ada@example.org>", "ada@example.org"),
    ("<ada@example.org>", "ada@example.org"),
    ('"Doe, J" <j.doe+choir@xn--mnchen-3ya.example>', "j.doe+choir@münchen.example"),
    ("ada@Bücher.example", "ada@bücher.example"),
    ("ada@example.org.", "ada@example.org"),
    ("a..b@example.org", "a..b@example.org"),
    ("e\u0301va@example.org", "éva@example.org"),
    ("ada@xn--a\u00e9.example", "ada@xn--aé.example"),
    ("ada@localhost", None),
    ("ada(at)example.org", None),
    ("a@b@example.org", None),
    ("/o=Example/ou=Exchange/cn=ada", None),
    ("a" * 400 + "@example.org", None),
    ("", None),
)


def address(text: str) -> str | None:
    found: str | None = pl.DataFrame({"text": [text]}).select(normalise_email(pl.col("text"))).item()
    return found


@pytest.mark.parametrize(("written", "expected"), ADDRESSES)
def test_an_address_is_written_one_way(written: str, expected: str | None) -> None:
    assert address(written) == expected


@given(texts)
def test_cleaning_an_address_twice_changes_nothing(text: str) -> None:
    once = address(text)
    assert once is None or address(once) == once


@pytest.mark.parametrize(
    ("local_part", "expected"),
    [
        ("info", True),
        ("sales.uk", True),
        ("familie-meier", True),
        ("kontakt", True),
        ("ada", False),
        ("hello.ada", False),
        ("information.retrieval.fan", False),
    ],
)
def test_role_addresses_are_told_from_peoples(local_part: str, expected: bool) -> None:
    assert pl.DataFrame({"local": [local_part]}).select(is_role_address(pl.col("local"))).item() is expected


def test_addresses_of_a_contact_keep_their_raw_form() -> None:
    raw = raw_frame(
        contact(
            emails=(
                Email("Ada <Ada@example.org>", "HOME,pref", is_preferred=True),
                Email("info@example.com"),
                Email("none"),
            )
        ),
    )
    columns = (
        "ordinal",
        "address",
        "local_part",
        "domain",
        "is_role_address",
        "label",
        "is_marked_preferred",
        "display_name",
        "raw",
    )
    assert contact_emails(raw.lazy()).select(columns).collect().rows() == [
        (1, "ada@example.org", "ada", "example.org", False, "home", True, "Ada", "Ada <Ada@example.org>"),
        (2, "info@example.com", "info", "example.com", True, None, False, None, "info@example.com"),
        (3, None, None, None, False, None, False, None, "none"),
    ]


def test_a_domain_that_cannot_be_decoded_stays() -> None:
    assert _unicode_domain("xn--mnchen-3ya.example") == "münchen.example"
    assert _unicode_domain("xn--é.example") == "xn--é.example"
