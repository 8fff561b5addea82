"""Which value is preferred, and why: each rule, in the order of the settings, whatever the order of the rows."""

import random
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs.settings import RULES, Rule
from transforms.survivorship import PROVENANCE, survivors

SCHEMA = {
    "person_id": pl.String,
    "source": pl.String,
    "record_id": pl.String,
    "ordinal": pl.Int32,
    "raw": pl.String,
    "label": pl.String,
    "is_marked_preferred": pl.Boolean,
    "is_usable": pl.Boolean,
    "fullness": pl.Int32,
    "updated_at": pl.Datetime("us", "UTC"),
    "value": pl.String,
}
RANK = ("google_csv:work", "vcard", "google_csv")


def value(text: str, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    """A given value; unless said otherwise nothing speaks for it."""
    return {
        "person_id": "p1",
        "source": "vcard",
        "record_id": "r1",
        "ordinal": 1,
        "raw": text.upper(),
        "label": None,
        "is_marked_preferred": False,
        "is_usable": True,
        "fullness": 0,
        "updated_at": None,
        "value": text,
        **said,
    }


def chosen(*values: dict[str, Any], rules: tuple[Rule, ...] = RULES) -> tuple[str, str]:
    """The preferred value and why it is."""
    frame = pl.DataFrame(list(values), schema=SCHEMA)
    found = survivors(frame, by=("value",), rules=rules, source_rank=RANK).filter("is_preferred")
    assert found.height == 1
    return found.row(0, named=True)["value"], found.row(0, named=True)["preferred_because"]


NEW = datetime(2026, 1, 1, tzinfo=UTC)
OLD = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("better", "worse", "why"),
    [
        ({"is_marked_preferred": True}, {}, "marked as preferred in vcard"),
        ({"source": "vcard"}, {"source": "google_csv"}, "from vcard, which ranks first"),
        ({"source": "google_csv:work"}, {}, "from google_csv:work, which ranks first"),
        ({"source": "google_csv@ada"}, {"source": "yahoo_csv"}, "from google_csv@ada, which ranks first"),
        ({"fullness": 2}, {"fullness": 1}, "the fullest form"),
        ({"updated_at": NEW}, {"updated_at": OLD}, "changed last"),
        ({"updated_at": OLD}, {}, "changed last"),
        ({}, {"is_usable": False}, "the usable one"),
        ({}, {"is_usable": False, "is_marked_preferred": True}, "the usable one"),
        ({"ordinal": 1}, {"ordinal": 2}, "the first of equals"),
    ],
)
def test_each_rule_decides_and_says_so(better: dict[str, Any], worse: dict[str, Any], why: str) -> None:
    # The better value comes last in every order that isn't the rule's.
    assert chosen(value("a", **worse), value("b", **better)) == ("b", why)


def test_more_sources_beat_one() -> None:
    twice = [value("b", source="yahoo_csv"), value("b", source="outlook_csv")]
    assert chosen(value("a"), *twice, rules=("sources", "rank")) == ("b", "given by 2 sources")
    assert chosen(value("a"), *twice, rules=("rank", "sources")) == ("a", "from vcard, which ranks first")


def test_the_same_source_twice_is_one_source() -> None:
    twice = [value("b", record_id="r2"), value("b", record_id="r3")]
    assert chosen(value("a"), *twice, rules=("sources",))[1] == "the first of equals"


def test_who_has_one_value_has_no_choice() -> None:
    assert chosen(value("a", is_usable=False)) == ("a", "the only one")
    assert chosen(value("a"), value("a", source="google_csv")) == ("a", "the only one")


def test_without_rules_the_first_of_equals_is_preferred() -> None:
    assert chosen(value("b"), value("a"), rules=()) == ("a", "the first of equals")


def test_each_kind_has_a_preferred_value_of_its_own() -> None:
    frame = pl.DataFrame([value("a"), value("b"), value("c")], schema=SCHEMA).with_columns(
        kind=pl.Series(["main", "main", "nickname"])
    )
    found = survivors(frame, by=("value",), within=("person_id", "kind"), rules=RULES, source_rank=RANK)
    assert found.filter("is_preferred").select("kind", "value").rows() == [("main", "a"), ("nickname", "c")]
    assert found.columns == [
        "person_id", "kind", "value", "label", "sources", "provenance", "is_preferred", "preferred_because",
    ]  # fmt: skip
    assert found.schema["provenance"] == PROVENANCE


def test_a_value_keeps_every_record_that_gives_it_the_best_first() -> None:
    frame = pl.DataFrame(
        [
            value("a", source="yahoo_csv", raw="A!", label="work"),
            value("a", source="vcard", raw=" a", label=None),
            value("a", source="vcard", record_id="r2", raw="a", label="home"),
        ],
        schema=SCHEMA,
    )
    (row,) = survivors(frame, by=("value",), rules=RULES, source_rank=RANK).to_dicts()
    assert row["sources"] == 2
    assert row["label"] == "home"
    assert [tuple(origin.values()) for origin in row["provenance"]] == [
        ("vcard", "r1", " a", None),
        ("vcard", "r2", "a", "home"),
        ("yahoo_csv", "r1", "A!", "work"),
    ]


values = st.lists(
    st.builds(
        value,
        st.sampled_from("abc"),
        person_id=st.sampled_from(("p1", "p2")),
        source=st.sampled_from(("vcard", "google_csv", "google_csv:work", "yahoo_csv")),
        record_id=st.sampled_from(("r1", "r2")),
        ordinal=st.integers(1, 3),
        is_marked_preferred=st.booleans(),
        is_usable=st.booleans(),
        fullness=st.integers(0, 2),
        updated_at=st.none() | st.sampled_from((OLD, NEW)),
    ),
    max_size=8,
    unique_by=lambda row: (row["source"], row["record_id"], row["ordinal"]),
)


@given(values, st.permutations(RULES).map(tuple), st.integers())
def test_exactly_one_is_preferred_all_are_kept_and_order_is_nothing(
    rows: list[dict[str, Any]], rules: tuple[Rule, ...], seed: int
) -> None:
    frame = pl.DataFrame(rows, schema=SCHEMA)
    found = survivors(frame, by=("value",), rules=rules, source_rank=RANK)
    preferred = found.filter("is_preferred")
    assert sorted(preferred["person_id"]) == sorted({row["person_id"] for row in rows})
    assert preferred["preferred_because"].null_count() == 0
    assert found.filter(~pl.col("is_preferred"))["preferred_because"].null_count() == found.height - preferred.height
    given_by = sorted((row["source"], row["record_id"], row["raw"]) for row in rows)
    kept = [origin for origins in found["provenance"] for origin in origins]
    assert sorted((origin["source"], origin["record_id"], origin["raw"]) for origin in kept) == given_by
    random.Random(seed).shuffle(rows)
    again = survivors(pl.DataFrame(rows, schema=SCHEMA), by=("value",), rules=rules, source_rank=RANK)
    assert again.equals(found)
