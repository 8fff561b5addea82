"""The short way for plainly written phone numbers, as most are: it leads where `phonenumbers` does, or nowhere.

`phonenumbers.parse` looks for much that a plain number doesn't have, and takes ten times as long. Here is its metadata
alone.
"""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber

_INTERNATIONAL: Final = re.compile(r"\+[1-9][0-9 ().-]+\Z")
_NATIONAL: Final = re.compile(r"\(?[0-9][0-9 ().-]+\Z")
_NO_PUNCTUATION: Final = str.maketrans("", "", "+ ().-")
_REGIONS: Final = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
_BLOCK: Final = 6
"""Digits that tell which region a number belongs to, where several share a country code."""


class Number(NamedTuple):
    """A phone number: E.164 and region (ISO) are None where they can't be decided."""

    e164: str | None = None
    extension: str | None = None
    region: str | None = None


class Plan(NamedTuple):
    """What a country's numbers look like: their pattern and lengths, and what is dialled first at home."""

    pattern: re.Pattern[str]
    trunk_prefix: str | None
    trunk: re.Pattern[str] | None
    lengths: frozenset[int]
    country_code: int
    abroad: re.Pattern[str] | None


@cache
def plan_of(region: str) -> Plan:
    """A region's plan; none has a pattern that matches nothing."""
    metadata = PhoneMetadata.metadata_for_region(region)
    shape = metadata.general_desc if metadata else None
    pattern = shape.national_number_pattern if shape else None
    trunk = metadata.national_prefix_for_parsing if metadata else None
    return Plan(
        re.compile(pattern or r"(?!)"),
        metadata.national_prefix if metadata else None,
        re.compile(trunk) if trunk else None,
        frozenset(shape.possible_length if shape else ()),
        (metadata.country_code or 0) if metadata else 0,
        re.compile(metadata.international_prefix) if metadata and metadata.international_prefix else None,
    )


def region_of(number: PhoneNumber) -> str | None:
    """The region (ISO) that a number belongs to; None for those of no country, such as +800."""
    significant = phonenumbers.national_significant_number(number)
    return _region_of_block(number.country_code or 0, significant[:_BLOCK], len(significant))


@lru_cache(maxsize=100_000)
def _region_of_block(country_code: int, start: str, length: int) -> str | None:
    """The region of a block of numbers: which of those that share a code (+1, +44) shows in how the number starts."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(country_code, ())
    if len(regions) < 2:  # noqa: PLR2004 - a code of a single region needs no look at the number
        region = next(iter(regions), None)
    else:
        number = phonenumbers.parse(f"+{country_code}{start.ljust(length, '2')}")
        region = phonenumbers.region_code_for_number(number) or regions[0]
    return None if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY else region


def plain_number(text: str, region: str | None = None) -> Number | None:
    """A number of digits and punctuation that is complete: with its country code, or as it is dialled in the region.

    None for all others, which are not wrong but need `phonenumbers.parse`.
    """
    if _INTERNATIONAL.match(text):
        return _international(text.translate(_NO_PUNCTUATION))
    if region and _NATIONAL.match(text):
        return _national(text.translate(_NO_PUNCTUATION), plan_of(region))
    return None


def _international(digits: str) -> Number | None:
    code = next((digits[:size] for size in (1, 2, 3) if int(digits[:size]) in _REGIONS), None)
    if code is None:
        return None
    plan, national = plan_of(_REGIONS[int(code)][0]), digits[len(code) :]
    if national.startswith("0") and plan.trunk_prefix == "0" and plan.trunk and not plan.trunk.groups:
        # "+44 (0)20 …": the 0 is dialled at home only; it goes where what is left is a number of the country.
        national = national[1:]
        if not plan.pattern.fullmatch(national):
            return None
    if national.startswith("0") or (plan.trunk and plan.trunk.match(national)):
        return None
    return _number(int(code), national)


def _national(digits: str, plan: Plan) -> Number | None:
    """A number with the digit that is dialled first at home, or of a plan that can do without."""
    trunk = plan.trunk_prefix or ""
    if plan.abroad and plan.abroad.match(digits):
        return None
    dialled = plan.trunk.match(digits) if plan.trunk else None
    if (dialled.group() if dialled else "") not in {"", trunk} or (plan.trunk and plan.trunk.groups):
        return None  # what is dialled first is more than a digit, and may change the number
    if dialled is None and trunk == "0":
        return None
    national = digits.removeprefix(trunk) if dialled else digits
    if national.startswith("0") or not plan.pattern.fullmatch(national):
        return None
    return _number(plan.country_code, national)


def _number(country_code: int, national: str) -> Number | None:
    # Which lengths are possible is asked of the country code's first region, as `phonenumbers` does.
    if len(national) not in plan_of(_REGIONS[country_code][0]).lengths:
        return None
    return Number(f"+{country_code}{national}", None, _region_of_block(country_code, national[:_BLOCK], len(national)))
