"""Phone numbers to E.164, with the region guessed from what the record itself says before any setting."""

import re
from functools import cache
from typing import Final

import phonenumbers
import polars as pl
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult

from configs.words import word_list
from transforms.labels import normalise_label, phone_kind
from transforms.plain_numbers import Number, plain_number, plan_of, region_of
from transforms.values import KEY, over_distinct, tidy_text, values

_NUMBER: Final = pl.Struct({"e164": pl.String, "extension": pl.String, "region": pl.String})
_LONGEST: Final = 250
"""Longer texts hold no number; phonenumbers refuses them too."""

_LONGEST_LOCAL: Final = 8
"""Digits of a number that is dialled within a town, without its area code."""

_AFTER_DIALLING: Final = re.compile(r"(?<=[\d\s)])\s*[,;pwPW]+(?P<extension>[\d*#,;pwPW\s-]*)$")
_URI_EXTENSION: Final = re.compile(r";ext=(?P<extension>\d+)(?:;.*)?$", re.IGNORECASE)
_URI_PARAMETERS: Final = re.compile(r";(?!ext=|phone-context=)[a-z-]+=[^;]*", re.IGNORECASE)
_SCHEME: Final = re.compile(r"^\s*(?:tel|callto|sms|fax|phone)\s*:\s*(?://)?", re.IGNORECASE)
_CONTEXT: Final = re.compile(r"^(?P<number>[^;]*);phone-context=(?P<context>\+\d+)(?:;.*)?$", re.IGNORECASE)
_OTHER_PLUS: Final = re.compile(r"^[\s(]*[+＋]")
_LEADING_ZEROS: Final = re.compile(r"^[\s(]*00(?=[\s(]*[1-9])")
_HAS_COUNTRY_CODE: Final = r"^(?i:\s*(?:tel|callto|sms|fax|phone)\s*:\s*)?[\s(]*(?:[+＋]|00\s*[1-9])|;phone-context=\+"


@cache
def _extension_word() -> re.Pattern[str]:
    words = "|".join(map(re.escape, word_list("phones")["extension"]))
    return re.compile(rf"(?<=[\d\s)])[\s,;.\-(]*(?:{words})[\s.:=]*(?P<extension>\d{{1,7}})\s*\)?$", re.IGNORECASE)


def _without_extension(text: str) -> tuple[str, str | None]:
    """The number before "ext. 12", ";ext=12" or what is dialled after a pause (",,12#"), and those digits."""
    for form in (_URI_EXTENSION, _extension_word(), _AFTER_DIALLING):
        if found := form.search(text):
            digits = re.sub(r"\D", "", found["extension"])
            return text[: found.start()], digits or None
    return text, None


def _dialled(text: str) -> str:
    """A number without its URI's clothes, and with + for the 00 that dials abroad nearly everywhere."""
    bare = _URI_PARAMETERS.sub("", _SCHEME.sub("", text))
    if found := _CONTEXT.match(bare):
        bare = found["context"] + found["number"]
    return _LEADING_ZEROS.sub("+", _OTHER_PLUS.sub("+", bare))


def _fits(number: PhoneNumber, text: str, region: str) -> bool:
    """Whether a number without a country code may be one of the region's.

    Where numbers are dialled with a leading 0, one without it is a local one unless it is valid as it stands (as those
    are that lost their zero in a spreadsheet).
    """
    plan = plan_of(region)
    if not plan.pattern.fullmatch(phonenumbers.national_significant_number(number)):
        return False
    if plan.trunk_prefix != "0" or phonenumbers.normalize_digits_only(text).startswith("0"):
        return True
    is_long = len(phonenumbers.national_significant_number(number)) > _LONGEST_LOCAL
    return is_long and phonenumbers.is_valid_number(number) and not any(sign.isalpha() for sign in text)


def _is_dialled_with_zero(number: PhoneNumber) -> bool:
    plan = plan_of(phonenumbers.region_code_for_country_code(number.country_code or 0))
    return plan.trunk_prefix == "0"


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    """The number if it may exist: of a full length and, where the region is a guess, of its country's pattern.

    That is less than `is_valid_number` asks for, which refuses new ranges and some that are kept for fiction.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    if number.italian_leading_zero and _is_dialled_with_zero(number):
        return None  # a zero too many: no number there begins with one
    return number if region is None or text.startswith("+") or _fits(number, text, region) else None


def read_phone(text: str, regions: tuple[str | None, ...] = (None,)) -> Number:
    """The number in a text; the first of `regions` in which it may exist decides one without a country code.

    Takes tel: URIs, extensions, pauses, (0), 00, letters (1-800-FLOWERS) and digits of any script.
    """
    if len(text) > _LONGEST:
        return Number()
    if plain := plain_number(text, next((region for region in regions if region), None)):
        return plain
    body, extension = _without_extension(text.strip())
    dialled = _dialled(body)
    for region in dict.fromkeys(regions):
        number = _parsed(dialled, region)
        if number is not None:
            e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
            return Number(e164, number.extension or extension, region_of(number))
    return Number(None, extension, None)


def _number_of(asked: dict[str, str | None]) -> Number:
    return read_phone(asked["text"] or "", (asked["first"], asked["second"], asked["third"]))


def _numbers(text: pl.Expr, *regions: pl.Expr) -> pl.Expr:
    """A struct of e164, extension and region for numbers as written and three regions to try, in order."""
    asked = pl.struct(text.alias("text"), *(region.alias(name) for name, region in zip(_TRIED, regions, strict=True)))
    return over_distinct(pl.when(text.is_not_null()).then(asked), _number_of, _NUMBER)


_TRIED: Final = ("first", "second", "third")


def contact_phones(
    raw: pl.LazyFrame, *, addresses: pl.LazyFrame | None = None, default_region: str | None = None
) -> pl.LazyFrame:
    """Phone numbers of contacts. In: raw contacts, and `contact_addresses` of them. Out: the columns of `Tidy.phones`.

    A number without a country code is read in the country of the record's first address, then in that of its first
    number that has a code, then in `default_region` (ISO 3166-1 alpha-2); where it fits none it is kept raw only.
    """
    text, nothing = pl.col("text"), pl.lit(None, dtype=pl.String)
    rows = values(raw, "phones").rename({"number": "raw"}).with_columns(text=tidy_text(pl.col("raw")))
    rows = rows.with_row_index("place").collect().lazy()
    has_code = text.str.contains(_HAS_COUNTRY_CODE).fill_null(value=False)
    abroad = rows.filter(has_code).with_columns(found=_numbers(text, nothing, nothing, nothing)).collect().lazy()
    spoken = abroad.with_columns(from_numbers=pl.col("found").struct.field("region"))
    lived = (
        addresses if addresses is not None else raw.select(*KEY).clear().with_columns(ordinal=1, country_code=nothing)
    )
    at_home = (
        rows.filter(~has_code)
        .join(_first_region(lived, "country_code", "lived_in"), on=KEY, how="left")
        .join(_first_region(spoken, "from_numbers", "spoken_in"), on=KEY, how="left")
        .with_columns(
            found=_numbers(
                text,
                pl.col("lived_in"),
                pl.col("spoken_in"),
                pl.lit(default_region and default_region.upper(), dtype=pl.String),
            )
        )
        .drop("lived_in", "spoken_in")
    )
    return (
        pl.concat([abroad, at_home])
        .sort("place")
        .with_columns(
            phone_kind=phone_kind(pl.col("label")),
            label=normalise_label(pl.col("label")),
            is_marked_preferred=pl.col("is_preferred").fill_null(value=False),
        )
        .unnest("found")
    )


def _first_region(rows: pl.LazyFrame, column: str, name: str) -> pl.LazyFrame:
    """A record's first region that isn't null, as `name`."""
    known = rows.filter(pl.col(column).is_not_null())
    return known.group_by(KEY).agg(pl.col(column).sort_by("ordinal").first().alias(name))
