"""How common values are, and how rare that makes those who share one."""

import math
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from connectors.records import Address, Name, Organisation
from tests.transforms.books import Record, record
from tests.transforms.identity.books import features_of
from transforms.identity.frequencies import FIELDS, WORLD, counted, full_name, rarity

FEW = 20


def person(
    number: int, given_name: str, family: str, *, city: str | None = None, firms: tuple[str, ...] = ()
) -> Record:
    return record(
        str(number),
        Name(given=given_name, family=family),
        addresses=(Address(city=city),) if city else (),
        organisations=tuple(Organisation(name=firm) for firm in firms),
    )


BOOK = (
    person(1, "Ada", "Roe", city="Bern", firms=("Alpha", "Beta")),
    person(2, "Ada", "Roe", city="Lyon", firms=("Beta",)),
    person(3, "Ada", "Doe", firms=("Beta", "Alpha")),
    person(4, "Ben", "Roe"),
    record("5", "Cleo"),
)


def counts(*records: Record) -> dict[tuple[str, str | None], int]:
    found = counted(features_of(*records).records)
    assert found.columns == ["field", "value", "records"]
    assert found.select("field", "value").is_unique().all()
    return {(field, value): number for field, value, number in found.rows()}


def test_values_of_several_records_are_counted_and_how_many_records_have_any() -> None:
    found = counts(*BOOK)
    assert {key: number for key, number in found.items() if key[1] is not None} == {
        ("given", "ada"): 3,
        ("family", "roe"): 3,
        ("name", "ada|roe"): 2,
        ("org", "alpha"): 2,
        ("org", "beta"): 3,
    }
    assert {field: found[field, None] for field in FIELDS} == {
        "given": 5,
        "family": 4,
        "name": 4,
        "org": 5,
        "title": 0,
        "city": 2,
        "street": 0,
        "postal_code": 0,
    }


def test_of_nothing_nothing_is_counted() -> None:
    assert counts() == {(field, None): 0 for field in FIELDS}


@pytest.mark.parametrize(
    ("field", "value", "share"),
    [
        ("given", "ada", 3 / (5 + WORLD)),
        ("given", "ben", 1 / (5 + WORLD)),
        ("given", "nobody", 1 / (5 + WORLD)),
        ("family", "roe", 3 / (4 + WORLD)),
        ("org", "beta", 3 / (5 + FEW)),
        ("city", "bern", 1 / (2 + FEW)),
        ("title", "baker", 1 / FEW),
    ],
)
def test_a_value_is_as_rare_as_the_share_of_records_that_have_it(field: str, value: str, share: float) -> None:
    frequencies = counted(features_of(*BOOK).records)
    found = rarity(frequencies, field, pl.Series([value, None, value]))
    assert found.dtype == pl.Float32
    assert found.to_list() == pytest.approx([math.log2(share), None, math.log2(share)], abs=1e-5)


def test_given_and_family_name_are_one_value_where_both_are_known() -> None:
    names = pl.DataFrame({"given": ["ada", "ada", None], "family": ["roe", None, "roe"]})
    assert names.select(full_name()).to_series().to_list() == ["ada|roe", None, None]


some = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from(["Bern", None])), min_size=1, max_size=8
)


@settings(max_examples=8)
@given(some, st.randoms(use_true_random=False))
def test_the_order_of_records_changes_no_count(rows: list[tuple[str, str, str | None]], random: Random) -> None:
    people = [person(number, f"Na{a}", f"Fo{b}", city=city) for number, (a, b, city) in enumerate(rows)]
    first = counted(features_of(*people).records)
    random.shuffle(people)
    moved = [each._replace(contact=each.contact._replace(record_id=f"{at}")) for at, each in enumerate(people)]
    assert_frame_equal(counted(features_of(*moved).records), first, check_row_order=False)


@settings(max_examples=8)
@given(some)
def test_more_common_is_never_rarer(rows: list[tuple[str, str, str | None]]) -> None:
    frequencies = counted(features_of(*(person(n, f"Na{a}", f"Fo{b}") for n, (a, b, _) in enumerate(rows))).records)
    given_names = [f"na{a}" for a, _, _ in rows]
    found = rarity(frequencies, "given", pl.Series(given_names))
    ranked = sorted(zip(map(given_names.count, given_names), found, strict=True))
    assert [weight for _, weight in ranked] == sorted(found)
    assert all(weight < 0 for weight in found)
