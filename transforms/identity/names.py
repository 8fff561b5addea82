"""The names of records as identity compares them: Latin, folded, in parts."""

from functools import cache
from typing import Final

import polars as pl
from nicknames import NickNamer

from configs.words import word_list
from transforms.name_text import in_latin, needs_latin
from transforms.values import fold, folded, over_distinct

_KEY: Final = ("source", "record_id")
_GENERATIONS: Final = {"jr": "jr", "jun": "jr", "sr": "sr", "sen": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}


def name_forms(names: pl.DataFrame) -> pl.DataFrame:
    """One row per record with a name, the first of its main ones.

    In: `Tidy.names`. Out: source, record_id and, folded and in Latin letters where they can be read so (null where the
    name has no such part): given (its first word), given_all (all, written together), family (written together),
    family_first and family_last (words of a double name), middle, generation (jr, sr, ii …), is_native (in a script
    that has no Latin reading: a Japanese name in kanji).
    """
    main = names.filter((pl.col("kind") == "main") & pl.col("name_key").is_not_null() & (pl.col("name_key") != ""))
    first = main.sort("ordinal").unique(_KEY, keep="first", maintain_order=True)
    is_native = pl.col("latin_name").is_null() & over_distinct(pl.col("full_name"), needs_latin, pl.Boolean)
    is_native = is_native.fill_null(value=False)
    words = first.with_columns(
        is_native=is_native,
        given=_words("given_name", is_native),
        family=_words("family_name", is_native),
        middle=_words("middle_name", is_native),
        generation=over_distinct(pl.col("suffix"), _generation, pl.String),
    )
    parts = pl.col("family").str.split(" ").list.filter(~pl.element().is_in(_particles()))
    is_double = parts.list.len() > 1
    return words.select(
        *_KEY,
        given=pl.col("given").str.extract(r"^(\S+)"),
        given_all=pl.col("given").str.replace_all(" ", ""),
        family=pl.col("family").str.replace_all(" ", ""),
        family_first=pl.when(is_double).then(parts.list.first()),
        family_last=pl.when(is_double).then(parts.list.last()),
        middle=pl.col("middle").str.extract(r"^(\S+)"),
        generation="generation",
        is_native="is_native",
    )


def _words(column: str, is_native: pl.Expr) -> pl.Expr:
    latin = over_distinct(pl.col(column), _latin, pl.String)
    return pl.when(is_native).then(folded(pl.col(column))).otherwise(latin)


def _latin(name: str) -> str | None:
    return fold((in_latin(name) or name) if needs_latin(name) else name) or None


def _generation(suffix: str) -> str | None:
    found = {_GENERATIONS[word] for word in fold(suffix).split() if word in _GENERATIONS}
    return min(found, default=None)


@cache
def _particles() -> list[str]:
    return sorted(word_list("names")["particles"]["written_small"])


@cache
def nickname_pairs() -> pl.DataFrame:
    """Every two given names that may be one person's: one, other; symmetric, without a name and itself."""
    links: set[tuple[str, str]] = set()
    for name, short_forms in _short_forms().items():
        family = {name, *short_forms}
        links |= {(one, other) for one in family for other in family if one != other}
    return pl.DataFrame(sorted(links), schema={"one": pl.String, "other": pl.String}, orient="row")


@cache
def full_names() -> pl.DataFrame:
    """What a given name may be short for, itself included where it is a full name: short, full."""
    rows = {(short, name) for name, shorts in _short_forms().items() for short in (*shorts, name)}
    return pl.DataFrame(sorted(rows), schema={"short": pl.String, "full": pl.String}, orient="row")


@cache
def _short_forms() -> dict[str, set[str]]:
    """Short forms by the full name: the package's English ones and those of `nicknames.toml`."""
    found: dict[str, set[str]] = {}
    for name, *short_forms in word_list("nicknames")["names"]:
        found.setdefault(name, set()).update(short_forms)
    english = NickNamer()
    for name in english.nickname_lookup:
        found.setdefault(fold(name), set()).update(fold(short) for short in english.nicknames_of(name))
    return found
