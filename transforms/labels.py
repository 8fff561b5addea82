"""What a label says: where an address belongs (home, work, …) and what a number is for (mobile, fax, …)."""

import re
from functools import cache
from typing import Final, NamedTuple

import polars as pl

from configs.words import word_list
from transforms.values import fold, over_distinct, tidy_text

_MARKS: Final = r"_\$!<|>!\$_|^[\s*]*\*"
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FAXES: Final = {"home": "fax_home", "work": "fax_work"}


class _Meaning(NamedTuple):
    """What the words of a label say."""

    place: str | None
    line: str | None
    has_other_words: bool


@cache
def _meanings() -> dict[str, tuple[str, str]]:
    lists = word_list("labels")
    known = dict.fromkeys(lists["ignored"]["words"], ("ignored", ""))
    for group in ("place", "line"):
        known |= {word: (group, meaning) for meaning, words in lists[group].items() for word in words}
    return known


def _read(label: str) -> _Meaning:
    words = [word for word in fold(_CAMEL.sub(" ", label)).split() if not word.isdigit()]
    found = [_meanings().get(word) for word in words]
    places = [meaning for group, meaning in filter(None, found) if group == "place"]
    lines = [meaning for group, meaning in filter(None, found) if group == "line"]
    return _Meaning(
        place=next(iter(places), None),
        line="fax" if "fax" in lines else next(iter(lines), None),
        has_other_words=None in found,
    )


def plain_label(label: pl.Expr) -> pl.Expr:
    """A label without the marks that programs put around it ("_$!<Mobile>!$_", "* Work"): null where it is empty."""
    return tidy_text(tidy_text(label).str.replace_all(_MARKS, ""))


def _label_of(label: str) -> str | None:
    meaning = _read(label)
    return label if meaning.has_other_words else meaning.place or meaning.line


def normalise_label(label: pl.Expr) -> pl.Expr:
    """home, work, school, other, or what the number is for; a label of the user's own stays as it was given.

    Null where the source says nothing (as vCard's "INTERNET,pref" does).
    """
    return over_distinct(plain_label(label), _label_of, pl.String)


def _phone_kind_of(label: str) -> str:
    meaning = _read(label)
    if meaning.line == "fax":
        return _FAXES.get(meaning.place or "", "fax")
    place = meaning.place if meaning.place in _FAXES else "other"
    return meaning.line or place or "other"


def phone_kind(label: pl.Expr) -> pl.Expr:
    """mobile, home, work, fax_home, fax_work, fax, pager, main, assistant or other, by the words of a phone's label."""
    return over_distinct(plain_label(label), _phone_kind_of, pl.String).fill_null("other")


@cache
def _relations() -> dict[str, str]:
    return {word: meaning for meaning, words in word_list("relations").items() for word in words}


def normalise_relation(label: pl.Expr) -> pl.Expr:
    """spouse, partner, child, parent, sibling, friend, relative, manager, assistant, …; another word as given."""
    return over_distinct(plain_label(label), lambda word: _relations().get(fold(word), word), pl.String)
