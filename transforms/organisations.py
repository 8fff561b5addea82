"""Organisations as contacts name them: for reading, and by a key for comparing that leaves the legal form out."""

from functools import cache
from typing import Final, NamedTuple

import polars as pl

from configs.words import word_list
from transforms.dates import date_parts, first_date
from transforms.values import fold, none_if_empty, over_distinct, tidy_text, values

_ORGANISATION: Final = pl.Struct({"organisation_key": pl.String, "legal_form": pl.String})
_MOST_WORDS: Final = 5
"""Words of the longest legal form, and so how many at the end of a name are looked at."""
_FIELDS: Final = ("name", "department", "title", "role", "location", "started", "ended")


class Organisation(NamedTuple):
    """A name for comparing, and the legal form that was taken off it."""

    key: str | None
    legal_form: str | None


@cache
def _forms() -> dict[str, str]:
    lists = word_list("legal_forms")
    return {fold(word): form for group in ("unsure", "sure") for form, words in lists[group].items() for word in words}


@cache
def _sure_forms() -> frozenset[str]:
    return frozenset(fold(word) for words in word_list("legal_forms")["sure"].values() for word in words)


def _form_at_end(words: list[str]) -> int:
    """How many words at the end are a legal form: as many as possible, but never all."""
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        if " ".join(words[-count:]) in _forms():
            return count
    return 0


def _words(name: str) -> list[str]:
    """The folded words of a name, with a blank around the forms that Japanese and Chinese names carry without one."""
    for form in word_list("legal_forms")["before"]["glued"]:
        name = name.replace(form, f" {form} ")
    return fold(name).split()


def read_organisation(name: str) -> Organisation:
    """The key of an organisation's name (folded, without legal form) and its legal form; the key is never empty."""
    words, found = _words(name), None
    while count := _form_at_end(words):
        found = found or _forms()[" ".join(words[-count:])]
        words = words[:-count]
    while len(words) > 1 and words[0] in word_list("legal_forms")["before"]["words"]:
        found = found or _forms().get(words[0])
        words = words[1:]
    return Organisation(" ".join(words) or None, found)


def has_legal_form(name: str) -> bool:
    """Whether a name ends in a legal form that no person's name ends in ("Acme GmbH")."""
    words = fold(name).split()
    return any(" ".join(words[-count:]) in _sure_forms() for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1))


def organisation_parts(name: pl.Expr) -> pl.Expr:
    """A struct of organisation_key and legal_form for names as written."""
    return over_distinct(tidy_text(name), read_organisation, _ORGANISATION)


def contact_organisations(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Roles of contacts at organisations. In: raw contacts. Out: the columns of `Tidy.organisations`.

    A role that began or ended in a month or a year is given its first day. `raw` joins what is written with "; ".
    """
    written = pl.concat_str(_FIELDS, separator="; ", ignore_nulls=True)
    source = pl.col("source")
    return (
        values(raw, "organisations")
        .with_columns(
            raw=none_if_empty(written),
            started_on=first_date(date_parts(tidy_text(pl.col("started")), source=source)),
            ended_on=first_date(date_parts(tidy_text(pl.col("ended")), source=source)),
            parts=organisation_parts(pl.col("name")),
            is_marked_preferred=pl.col("is_preferred").fill_null(value=False),
            **{field: tidy_text(pl.col(field)) for field in ("name", "department", "title", "role", "location")},
        )
        .rename({"name": "organisation"})
        .unnest("parts")
    )
