"""Names as often as they are borne, and the ways in which one source or another writes them."""

import random
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, Protocol

import names as census
from anyascii import anyascii
from nicknames import NickNamer

LATIN: Final = ("de_DE", "fr_FR", "sv_SE", "cs_CZ", "tr_TR", "pl_PL")
"""Faker's languages that are written in Latin letters, with marks that get lost."""

NATIVE: Final = (("ja_JP", "jp"), ("zh_CN", "cn"), ("ko_KR", "kr"), ("ru_RU", "ru"))
"""Faker's languages with a script of their own, and their country."""

READINGS: Final = (
    ("zh", "j"), ("yu", "iu"), ("ya", "ia"), ("kh", "h"), ("ks", "x"), ("eo", "u"), ("g", "k"), ("ou", "o"), ("y", "i"),
)  # fmt: skip
"""How another transliteration writes the same sound; the first that fits."""

_FEWEST: Final = 4
"""Letters of a name that can have a typo."""

_NICKNAMES: Final = NickNamer()


class Named(Protocol):
    """Somebody with a name: in Latin letters, in their own script if that is another, and before they married."""

    given: str
    family: str
    native: tuple[str, str] | None
    maiden: str | None


def ascii_word(name: str) -> str:
    """A name as it stands in an address."""
    return "".join(sign for sign in anyascii(name).lower() if sign.isalpha())


def census_name(rng: random.Random, kind: str) -> str:
    """A US name (male.first, female.first or all.last), as often as the census of 1990 found it."""
    found, shares = _census(kind)
    return rng.choices(found, cum_weights=shares)[0]


@cache
def _census(kind: str) -> tuple[list[str], list[float]]:
    rows = [line.split() for line in (Path(census.__file__).parent / f"dist.{kind}").read_text().splitlines()]
    return [row[0].title() for row in rows], [float(row[2]) for row in rows]


def _drawn(rng: random.Random, language: str, *kinds: str) -> Any:  # noqa: ANN401 - a name, or a triple of its forms
    """A name of Faker's, as often as Faker says; where it doesn't, the first ones more often."""
    found, shares = _faker(language, kinds)
    return rng.choices(found, cum_weights=shares)[0]


@cache
def _faker(language: str, kinds: tuple[str, ...]) -> tuple[Sequence[Any], list[float]]:
    provider = import_module(f"faker.providers.person.{language}").Provider
    found = next((names for kind in kinds if (names := getattr(provider, kind, None))), None)
    if not found:
        raise LookupError(f"Faker has no {' or '.join(kinds)} of {language}.")
    weights = found.values() if isinstance(found, dict) else [1 / (rank + 5) ** 0.6 for rank in range(len(found))]
    return list(found), list(accumulate(weights))


def drawn_name(rng: random.Random) -> tuple[str, str, tuple[str, str] | None, str]:
    """Given name, family name (in Latin letters, marks kept), both in their own script, and a country."""
    lot = rng.random()
    if lot < 0.68:
        given = census_name(rng, rng.choice(("male.first", "female.first")))
        return given, census_name(rng, "all.last"), None, "us"
    if lot < 0.80:
        language = rng.choice(LATIN)
        given = _drawn(rng, language, "first_names_male", "first_names", "male_first_names")
        family = _drawn(rng, language, "last_names_male", "last_names", "unisex_last_names")
        return given, family, None, {"de_DE": "de", "fr_FR": "fr"}.get(language, "uk")
    language, country = rng.choice(NATIVE)
    if language == "ja_JP":
        one = _drawn(rng, language, "first_name_pairs", "first_name_female_pairs")
        other = _drawn(rng, language, "last_name_pairs")
        return one[2], other[2], (one[0], other[0]), country
    given = _drawn(rng, language, "first_names_male", "first_names")
    family = _drawn(rng, language, "last_names_male", "last_names")
    return anyascii(given).capitalize(), anyascii(family).capitalize(), (given, family), country


def typo(rng: random.Random, text: str) -> str:
    """The text with a letter lost, doubled, swapped with the one before or replaced; short ones as they are."""
    if len(text) < _FEWEST:
        return text
    at = rng.randrange(1, len(text) - 1)
    before, sign, after = text[:at], text[at], text[at + 1 :]
    swapped = before[:-1] + sign + before[-1] + after
    return rng.choice((before + after, before + 2 * sign + after, swapped, before + rng.choice("aeinorst") + after))


def written_name(rng: random.Random, person: Named, tags: set[str], *, is_own: bool) -> tuple[str, str]:
    """Given and family name as one source has them; `tags` gets what is odd about it. `is_own`: their own writing."""
    given, family = _in_some_script(rng, person, tags)
    if person.maiden and not is_own and rng.random() < 0.4:
        is_double = rng.random() < 0.15
        tags.add("double_name" if is_double else "maiden")
        family = f"{person.maiden}-{person.family}" if is_double else person.maiden
    if given.isascii() and rng.random() < 0.12 and (short := sorted(_NICKNAMES.nicknames_of(given))):
        tags.add("nickname")
        given = rng.choice(short).title()
    return _damaged(rng, given, family, tags)


def _in_some_script(rng: random.Random, person: Named, tags: set[str]) -> tuple[str, str]:
    given, family = person.given, person.family
    if person.native and rng.random() < 0.42:
        tags.add("native_script")
        return person.native
    if person.native and rng.random() < 0.035:
        tags.add("translit_variant")
        return _read_otherwise(given), _read_otherwise(family)
    if person.native:
        tags.add("romanised")
    elif not (given + family).isascii() and rng.random() < 0.4:
        tags.add("diacritics_lost")
        return anyascii(given), anyascii(family)
    return given, family


def _damaged(rng: random.Random, given: str, family: str, tags: set[str]) -> tuple[str, str]:
    lot = rng.random()
    if lot < 0.06:
        tags.add("typo")
        return (typo(rng, given), family) if rng.random() < 0.5 else (given, typo(rng, family))
    if 0.06 <= lot < 0.08 and given.isascii():
        tags.add("initial")
        return given[0] + rng.choice((".", "")), family
    if 0.08 <= lot < 0.11:
        tags.add("swapped")
        return family, given
    if 0.11 <= lot < 0.14:
        tags.add("given_only")
        return given, ""
    return given, family


def _read_otherwise(name: str) -> str:
    found = next(((one, other) for one, other in READINGS if one in name.lower()), None)
    return name.lower().replace(*found, 1).capitalize() if found else name
