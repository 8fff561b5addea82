import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import phones
from transforms.plain_numbers import Number, plain_number

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def as_the_library_reads(text: str, region: str | None = None) -> Number | None:
    number = phones._parsed(text, region)
    if number is None:
        return None
    found = phonenumbers.region_code_for_number(number)
    if found is None:
        found = phonenumbers.region_code_for_country_code(number.country_code)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Number(e164, None, None if found == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY else found)


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("+44 20 7946 0018", None, "+442079460018"),
        ("+44 (0)20 7946 0018", None, "+442079460018"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("1-212-555-0123", "US", "+12125550123"),
        ("030 23125 000", "DE", "+493023125000"),
    ],
)
def test_plain_numbers_take_the_short_way(text: str, region: str | None, e164: str) -> None:
    found = plain_number(text, region)
    assert found is not None
    assert found.e164 == e164


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("+39 (0)6 9876 5432", None),  # there the 0 is part of the number
        ("+44 (00)20 7946 0018", None),
        ("020 7946 0018", None),  # of which country?
        ("7946 0018", "GB"),  # of which town?
        ("+1 212 555 0123 x5", None),
        ("1-800-FLOWERS", "US"),
        ("+999 1234567", None),
        ("+44 1", None),
        ("011 15 5555 0123", "AR"),  # a plan that rewrites what is dialled
    ],
)
def test_others_are_left_to_the_library(text: str, region: str | None) -> None:
    assert plain_number(text, region) is None


@given(
    code=st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)),
    digits=st.text("0123456789", min_size=4, max_size=14),
    sign=st.sampled_from(["", " ", "-", " (", ") "]),
    trunk=st.sampled_from(["", "(0)", "0"]),
)
def test_the_short_way_abroad_leads_where_the_library_does(code: int, digits: str, sign: str, trunk: str) -> None:
    text = f"+{code} {trunk}{digits[:3]}{sign}{digits[3:]}"
    short = plain_number(text)
    assert short is None or short == as_the_library_reads(text)


@given(region=st.sampled_from(REGIONS), digits=st.text("0123456789", min_size=4, max_size=14))
def test_the_short_way_at_home_leads_where_the_library_does(region: str, digits: str) -> None:
    short = plain_number(digits, region)
    assert short is None or short == as_the_library_reads(digits, region)


def test_an_example_of_every_region_and_kind_is_read_as_the_library_reads_it() -> None:
    taken = 0
    for region in REGIONS:
        for kind in phonenumbers.PhoneNumberType.values():
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None:
                continue
            for style in (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL):
                text = phonenumbers.format_number(example, style)
                short = plain_number(text, region)
                assert short is None or short == as_the_library_reads(text, region)
                taken += short is not None
    assert taken > 1_000
