import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.records import Address, Phone
from tests.transforms.frames import contact, raw_frame
from tests.transforms.strategies import texts
from transforms.addresses import contact_addresses
from transforms.phones import contact_phones, read_phone

NUMBERS = (
    ("+44 20 7946 0018", None, ("+442079460018", None, "GB")),
    ("0044 20 7946 0018", None, ("+442079460018", None, "GB")),
    ("(+44) 20 7946 0018", None, ("+442079460018", None, "GB")),
    ("+44 (0)20 7946 0018", None, ("+442079460018", None, "GB")),
    ("++44 20 7946 0018", None, ("+442079460018", None, "GB")),
    ("020 7946 0018", "GB", ("+442079460018", None, "GB")),
    ("020 7946 0018", None, (None, None, None)),
    ("+1 212 555 0123", None, ("+12125550123", None, "US")),
    ("+1 416 555 0123", None, ("+14165550123", None, "CA")),
    ("(212) 555-0123", "US", ("+12125550123", None, "US")),
    ("(212) 555-0123 x12", "US", ("+12125550123", "12", "US")),
    ("(212) 555-0123 ext. 12", "US", ("+12125550123", "12", "US")),
    ("030 23125-000 Durchwahl 12", "DE", ("+493023125000", "12", "DE")),
    ("+1 212 555 0123,,5#", None, ("+12125550123", "5", "US")),
    ("+1 212 555 0123p5", None, ("+12125550123", "5", "US")),
    ("+1 212 555 0123w", None, ("+12125550123", None, "US")),
    ("tel:+1-201-555-0123;ext=5", None, ("+12015550123", "5", "US")),
    ("tel:7042;phone-context=+1201555", None, ("+12015557042", None, "US")),
    ("1-800-FLOWERS", "US", ("+18003569377", None, "US")),
    ("1-800-FLOWERS", "DE", (None, None, None)),
    ("030 23125 123", "DE", ("+493023125123", None, "DE")),
    ("5555555", "DE", (None, None, None)),
    ("5555555", "US", (None, None, None)),
    ("１ ２１２ ５５５ ０１２３", "US", ("+12125550123", None, "US")),
    ("٠٣٠ ٢٣١٢٥ ١٢٣", "DE", ("+493023125123", None, "DE")),
    ("+33 1 99 00 12 34", None, ("+33199001234", None, "FR")),
    ("011 44 20 7946 0018", "US", ("+442079460018", None, "GB")),
    ("+800 1234 5678", None, ("+80012345678", None, None)),
    ("0043000000", None, (None, None, None)),
    ("112", "DE", (None, None, None)),
    ("*100#", "DE", (None, None, None)),
    ("no number", "DE", (None, None, None)),
    ("1" * 300, "DE", (None, None, None)),
    ("020 7946 0018", "XX", (None, None, None)),
)


@pytest.mark.parametrize(("written", "region", "expected"), NUMBERS)
def test_a_number_is_read(written: str, region: str | None, expected: tuple[str | None, ...]) -> None:
    assert read_phone(written, (region,)) == expected


def test_the_first_region_in_which_a_number_may_exist_decides() -> None:
    assert read_phone("020 7946 0018", (None, "US", "GB")).e164 == "+442079460018"


@given(texts, st.sampled_from([None, "US", "DE", "IT", "GB"]))
def test_no_text_makes_it_raise_and_e164_is_read_as_itself(text: str, region: str | None) -> None:
    found = read_phone(text, (region,))
    assert found.e164 is None or read_phone(found.e164) == found._replace(extension=None)


@given(st.integers(0, 999), st.sampled_from(["+44 20 7946 0{:03}", "0044(0)2079460{:03}", "tel:+44-20-7946-0{:03}"]))
def test_numbers_kept_for_fiction_come_through(number: int, form: str) -> None:
    assert read_phone(form.format(number)).e164 == f"+442079460{number:03}"


def test_the_region_comes_from_the_address_then_from_other_numbers_then_from_the_settings() -> None:
    raw = raw_frame(
        contact("address", phones=(Phone("(212) 555-0123", "cell"),), addresses=(Address(country="USA"),)),
        contact("numbers", phones=(Phone("020 7946 0018", "work fax"), Phone("+44 20 7946 0019", is_preferred=True))),
        contact(
            "both", phones=(Phone("020 7946 0018"), Phone("+44 20 7946 0019")), addresses=(Address(country="USA"),)
        ),
        contact("settings", phones=(Phone("030 23125 123"),)),
        contact("none"),
    ).lazy()
    found = contact_phones(raw, addresses=contact_addresses(raw), default_region="de").collect()
    assert found.select("record_id", "e164", "region", "phone_kind", "label", "is_marked_preferred").rows() == [
        ("address", "+12125550123", "US", "mobile", "mobile", False),
        ("numbers", "+442079460018", "GB", "fax_work", "work", False),
        ("numbers", "+442079460019", "GB", "other", None, True),
        ("both", "+442079460018", "GB", "other", None, False),
        ("both", "+442079460019", "GB", "other", None, False),
        ("settings", "+493023125123", "DE", "other", None, False),
    ]


def test_without_addresses_and_settings_a_local_number_is_kept_raw() -> None:
    found = contact_phones(raw_frame(contact(phones=(Phone("030 23125 123"),))).lazy()).collect()
    assert found.select("e164", "raw").row(0) == (None, "030 23125 123")
