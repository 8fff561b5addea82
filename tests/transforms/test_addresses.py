import pytest
from hypothesis import given

from connectors.records import Address
from tests.transforms.frames import contact, raw_frame
from tests.transforms.strategies import texts
from transforms.addresses import contact_addresses
from transforms.countries import read_country

COUNTRIES = (
    ("UK", "GB"), ("U.S.A.", "US"), ("usa", "US"), ("Deutschland", "DE"), ("Brasil", "BR"), ("Holland", "NL"),
    ("DEU", "DE"), ("de", "DE"), ("GBR", "GB"), ("Österreich", "AT"), ("Allemagne", "DE"), ("Stati Uniti", "US"),
    ("España", "ES"), ("England", "GB"), ("Côte d’Ivoire", "CI"), ("Türkei", "TR"), ("Korea", "KR"),
    ("日本", "JP"), ("Россия", "RU"), ("Polska", "PL"), ("Georgia", "GE"), ("Kosovo", "XK"),
    ("Narnia", None), ("EU", None), ("840", None), ("-", None), ("", None),
)  # fmt: skip


@pytest.mark.parametrize(("written", "code"), COUNTRIES)
def test_countries_are_known_in_many_languages_and_short_forms(written: str, code: str | None) -> None:
    assert read_country(written) == code


@given(texts)
def test_a_code_is_read_as_itself(text: str) -> None:
    code = read_country(text)
    assert code is None or read_country(code) == code


def found(*addresses: Address, **fields: object) -> list[dict[str, object]]:
    raw = raw_frame(contact(addresses=addresses, **fields))
    return contact_addresses(raw.lazy()).collect().to_dicts()


@pytest.mark.parametrize(
    ("address", "formatted", "code"),
    [
        (
            Address(street="12 Main St", city="Boston", region="MA", postal_code="02101", country="USA"),
            "12 Main St, Boston, MA 02101, USA",
            "US",
        ),
        (
            Address(street="Hauptstr. 1\r\n2. OG", city="Wien", postal_code="1010", country="Österreich"),
            "Hauptstr. 1, 2. OG, 1010 Wien, Österreich",
            "AT",
        ),
        (Address(po_box="PO 5", city="Leeds"), "PO 5, Leeds", None),
        (Address(formatted="1 Road\nBerlin\nGermany\n"), "1 Road, Berlin, Germany", "DE"),
        (Address(formatted="1 Road, Atlanta, Georgia"), "1 Road, Atlanta, Georgia", None),
        (Address(formatted="1 Road, Boston, MA"), "1 Road, Boston, MA", None),
    ],
)
def test_an_address_has_one_readable_text_and_a_country(address: Address, formatted: str, code: str | None) -> None:
    row = found(address)[0]
    assert (row["formatted"], row["country_code"]) == (formatted, code)


def test_parts_and_raw_form_are_kept() -> None:
    address = Address(street=" Rue  1 ", city="Lyon", country="France", label="WORK,pref", is_preferred=True)
    row = found(address)[0]
    assert row["street"] == "Rue 1"
    assert row["country"] == "France"
    assert row["raw"] == " Rue  1 ; Lyon; France"
    assert (row["label"], row["is_marked_preferred"]) == ("work", True)


def test_apples_country_codes_count_where_there_is_one_for_each_address() -> None:
    extra = (("X-ABADR", ("de", "us")),)
    both = found(Address(street="Weg 1"), Address(street="Road 2"), extra=extra)
    assert [row["country_code"] for row in both] == ["DE", "US"]
    assert found(Address(street="Weg 1"), extra=extra)[0]["country_code"] is None
