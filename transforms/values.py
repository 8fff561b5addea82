"""The ground that all cleaners stand on: nested values to rows, Python over distinct values, tidy and folded text."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import polars as pl

from configs.words import word_list

KEY: Final = ("source", "record_id")

INVISIBLE: Final = r"[\p{Cc}\u{AD}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2069}\u{FEFF}]+"
"""Control characters and marks of direction, which files carry along and nobody sees."""

_SILENT: Final = re.compile(r"['`.]")
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def values(raw: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """The values of a nested column, one a row.

    In: source, record_id and `column`, a list of structs or of texts. Out: source, record_id, ordinal (from 1, in the
    order of the source) and the struct's fields, or `column` itself.
    """
    rows = (
        raw.select(*KEY, column)
        .with_columns(ordinal=pl.int_ranges(1, pl.col(column).list.len().fill_null(0) + 1, dtype=pl.Int32))
        .filter(pl.col(column).list.len() > 0)
        .explode(column, "ordinal")
    )
    is_struct = isinstance(_inner(raw.collect_schema()[column]), pl.Struct)
    return rows.unnest(column) if is_struct else rows


def _inner(of: pl.DataType) -> Any:  # noqa: ANN401 - a Polars type or a class of one
    return of.inner if isinstance(of, pl.List) else None


def over_distinct(column: pl.Expr, function: Callable[[Any], Any], of: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """`function` of each value, called once a distinct value; a missing value stays missing and isn't asked about.

    For what only Python can do. A struct column reaches the function as a dict; where `of` is a struct the function
    returns a tuple of its fields, or None.
    """

    def answers(series: pl.Series) -> pl.Series:
        asked = series.drop_nulls().unique()
        found = pl.DataFrame({"asked": asked, "found": _series([function(value) for value in asked], of)})
        return series.to_frame("asked").join(found, on="asked", how="left", maintain_order="left")["found"]

    return column.map_batches(answers, return_dtype=of)


def _series(found: list[Any], of: pl.DataType | type[pl.DataType]) -> pl.Series:
    if not isinstance(of, pl.Struct):
        return pl.Series(found, dtype=of)
    nothing = (None,) * len(of.fields)
    rows = [nothing if answer is None else answer for answer in found]
    return pl.DataFrame(rows, schema=of.to_schema(), orient="row").to_struct()


def tidy_text(text: pl.Expr) -> pl.Expr:
    """Text in NFC on one line, with single blanks and nothing invisible; null where nothing is left."""
    seen = text.str.normalize("NFC").str.replace_all(r"[\r\n\t]+", " ").str.replace_all(INVISIBLE, "")
    return none_if_empty(seen.str.replace_all(r"\s+", " ").str.strip_chars())


def tidy_lines(text: pl.Expr) -> pl.Expr:
    """Text of several lines as one, joined by commas: how an address reads in a table."""
    return tidy_text(text.str.replace_all(r"[,\s]*[\r\n]+[,\s]*", ", ")).str.strip_chars(", ").pipe(none_if_empty)


def none_if_empty(text: pl.Expr) -> pl.Expr:
    """Null in the place of an empty text."""
    return text.replace("", None)


def folded(text: pl.Expr) -> pl.Expr:
    """Text for comparing: lower case, accents off, only letters and digits, single blanks (as `fold` does for one)."""
    letters = _plain_letters()
    base = text.str.normalize("NFKD").str.to_lowercase().str.replace_many(list(letters), list(letters.values()))
    bare = base.str.normalize("NFKD").str.replace_all(r"[\p{M}'’ʼ`´.]", "").str.replace_all(r"[^\p{L}\p{N}]+", " ")
    return none_if_empty(bare.str.strip_chars().str.normalize("NFC"))


@cache
def _plain_letters() -> dict[str, str]:
    """Letters that are no base letter with an accent, and what is written for them where they are missing."""
    return dict(word_list("letters")["plain"])


def fold(text: str) -> str:
    """One text for comparing: lower case, accents off, without dots and apostrophes, other signs as blanks."""
    if text.isascii():  # most are: four times as fast
        return " ".join(_NO_WORD.sub(" ", _SILENT.sub("", text.lower())).split())
    base = unicodedata.normalize("NFKD", text).lower()
    for letter, plain in _plain_letters().items():
        base = base.replace(letter, plain)
    kept = []
    for sign in unicodedata.normalize("NFKD", base):
        if sign in "'’ʼ`´." or unicodedata.category(sign)[0] == "M":
            continue
        kept.append(sign if sign.isalnum() else " ")
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))
