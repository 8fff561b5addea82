"""Names in the parts that identity compares."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.records import Name
from tests.transforms.books import raw_book, record
from transforms.identity.names import full_names, name_forms, nickname_pairs
from transforms.normalise import normalise

NAME_COLUMNS = ("given", "given_all", "family", "family_first", "family_last", "middle", "generation", "is_native")


def forms(*names: str | Name | None) -> list[dict[str, Any]]:
    """The parts of each name, a record each; of a record without any there is no row."""
    records = [record(str(number), name) for number, name in enumerate(names)]
    found = name_forms(normalise(raw_book(records), default_region=None).names)
    assert found.columns == ["source", "record_id", *NAME_COLUMNS]
    return found.sort("record_id").select(NAME_COLUMNS).to_dicts()


def form(name: str | Name) -> dict[str, Any]:
    (found,) = forms(name)
    return found


def some(name: str | Name, *columns: str) -> tuple[Any, ...]:
    found = form(name)
    return tuple(found[column] for column in columns)


def test_a_name_in_all_its_parts() -> None:
    assert form("Dr. Ada Maria von der Brandt-Okafor Jr.") == {
        "given": "ada",
        "given_all": "ada",
        "family": "vonderbrandtokafor",
        "family_first": "brandt",
        "family_last": "okafor",
        "middle": "maria",
        "generation": "jr",
        "is_native": False,
    }


@pytest.mark.parametrize(
    ("name", "given_name", "all_given", "family"),
    [
        (Name(given="Jean-Pierre", family="Müller"), "jean", "jeanpierre", "muller"),
        ("O'Brien, Liam", "liam", "liam", "obrien"),
        ("ZOË SØBORG", "zoe", "zoe", "soborg"),
        ("Юлия Соколова", "yuliya", "yuliya", "sokolova"),
        ("Ann", "ann", "ann", None),
        (Name(family="Roe"), None, None, "roe"),
        (Name(given="!", family="Roe"), None, None, "roe"),
    ],
)
def test_names_are_folded_and_in_latin_letters(
    name: str | Name, given_name: str | None, all_given: str | None, family: str | None
) -> None:
    assert some(name, "given", "given_all", "family", "is_native") == (given_name, all_given, family, False)


def test_a_script_without_a_latin_reading_stays_as_it_is() -> None:
    assert some("山田 花子", "given", "family", "is_native") == ("花子", "山田", True)


@pytest.mark.parametrize(
    ("family", "first", "last"),
    [
        ("Ortiz y Vega", "ortiz", "vega"),
        ("Ortiz Vega", "ortiz", "vega"),
        ("Lopez de la Torre Mendez", "lopez", "mendez"),
        ("van der Berg", None, None),
        ("Zorn Abel", "zorn", "abel"),
        ("Garcia Garcia", "garcia", "garcia"),
        ("Roe", None, None),
    ],
)
def test_words_of_a_double_name_are_told_without_particles(family: str, first: str | None, last: str | None) -> None:
    assert some(Name(given="Ada", family=family), "family_first", "family_last") == (first, last)


@settings(max_examples=15)
@given(st.lists(st.text("bcdfgh", min_size=3, max_size=5), min_size=2, max_size=6, unique=True))
def test_the_first_and_the_last_word_are_told_in_whatever_order(words: list[str]) -> None:
    found = some(Name(given="Ada", family=" ".join(words)), "family_first", "family_last")
    assert found == (words[0], words[-1])


@pytest.mark.parametrize(
    ("suffix", "generation"),
    [("Jr.", "jr"), ("jun.", "jr"), ("Sr", "sr"), ("III", "iii"), ("PhD, II", "ii"), ("PhD", None), ("MBA", None)],
)
def test_generations_are_told_by_the_suffix(suffix: str, generation: str | None) -> None:
    assert some(Name(given="Diego", family="Santos", suffix=suffix), "generation") == (generation,)


def test_only_the_first_word_of_the_middle_counts() -> None:
    assert some(Name(given="Ada", family="Roe", middle="Q. R."), "middle") == ("q",)


def test_records_without_a_main_name_have_none() -> None:
    assert forms(None, Name(full="Sakura", kind="nickname")) == []
    assert len(forms("Ann Doe", None, "Ben Doe")) == 2


def test_of_several_main_names_the_first_counts() -> None:
    two = record("1", names=(Name(full="Ann Doe"), Name(full="Anna Roe")))
    found = name_forms(normalise(raw_book([two]), default_region=None).names)
    assert found.select("given", "family").rows() == [("ann", "doe")]


def test_no_name_is_no_row_and_the_columns_are_there() -> None:
    found = name_forms(normalise(raw_book([record("1")]), default_region=None).names)
    assert found.is_empty()
    assert found.columns == ["source", "record_id", *NAME_COLUMNS]


@pytest.mark.parametrize(
    ("one", "other"), [("bob", "robert"), ("bill", "william"), ("heidi", "adelheid"), ("al", "bert")]
)
def test_short_forms_may_be_one_persons(one: str, other: str) -> None:
    pairs = nickname_pairs()
    for pair in ((one, other), (other, one)):
        assert pairs.filter((pl.col("one") == pair[0]) & (pl.col("other") == pair[1])).height == 1


def test_nicknames_go_both_ways_and_none_is_its_own() -> None:
    pairs = nickname_pairs()
    assert pairs.filter(pl.col("one") == pl.col("other")).is_empty()
    assert pairs.is_unique().all()
    turned = pairs.select(one="other", other="one")
    assert pairs.join(turned, on=("one", "other"), how="anti").is_empty()


def test_a_name_is_short_for_itself_and_a_short_form_for_several() -> None:
    rows = set(full_names().rows())
    assert {("robert", "robert"), ("bob", "robert"), ("alex", "alexander"), ("alex", "alexandra")} <= rows
    assert full_names().is_unique().all()
