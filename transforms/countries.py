"""Countries as people write them, in many languages and short forms, to ISO 3166-1 alpha-2."""

import re
from functools import cache
from typing import Final

import polars as pl
from babel import Locale
from babel.core import get_global

from configs.words import word_list
from transforms.values import fold, over_distinct, tidy_text

_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "EA"})
"""Codes of the CLDR that are no country: unions, tests, the unknown."""
_SHORTEST_NAME: Final = 4


def _names_in(languages: list[str]) -> dict[str, str]:
    """Names of countries in some languages by their folded form; the language that comes first decides."""
    names: dict[str, str] = {}
    for language in languages:
        for code, name in Locale.parse(language).territories.items():
            if _COUNTRY.fullmatch(code) and code not in _NO_COUNTRIES:
                names.setdefault(fold(name), code)
    return names


@cache
def _known() -> dict[str, str]:
    """Names in the first languages, ISO's codes of two and three letters, and what else people write."""
    lists = word_list("countries")
    names = _names_in(lists["reading"]["first"])
    codes = {code.lower(): code for code in names.values()}
    aliases = get_global("territory_aliases").items()  # "USA": ["US"], "DEU": ["DE"], and countries that are no more
    names |= {old.lower(): new[0] for old, new in aliases if old.isalpha() and len(new) == 1} | codes
    return names | {alias: code for code, written in lists["aliases"].items() for alias in written}


def country_names() -> frozenset[str]:
    """Names, codes and aliases of countries in the first languages, folded."""
    return frozenset(_known())


@cache
def _further() -> dict[str, str]:
    """Names in further languages: read only where a name isn't known otherwise."""
    return _names_in(word_list("countries")["reading"]["then"])


def read_country(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country's name or code; None where it is none that is known."""
    name = fold(text)
    if not name:
        return None
    return _known().get(name) or (_further().get(name) if len(name) > 1 else None)


def _country_in_last_line(text: str) -> str | None:
    last = fold(re.split(r"[\n\r,;]", text.rstrip(" ,;\n\r."))[-1])
    if len(last) < _SHORTEST_NAME or last in word_list("countries")["reading"]["only_as_country"]:
        return None
    return _known().get(last)


def country_code(country: pl.Expr) -> pl.Expr:
    """ISO 3166-1 alpha-2 of a country as written, by its names in the CLDR, its codes and aliases; else null."""
    return over_distinct(tidy_text(country), read_country, pl.String)


def country_code_at_end(address: pl.Expr) -> pl.Expr:
    """The country with which an address in one text ends; null where that may as well be a state ("Georgia")."""
    return over_distinct(address, _country_in_last_line, pl.String)
