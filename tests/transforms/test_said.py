"""What was said of people follows them: through merges, splits and forgotten sources."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms.said import CADENCES, CONTEXTS_SAID, LOGGED, cadences, contexts_said, led, logged

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMED = {"person_id": pl.String, "leads_to": pl.String}
RECORDS = {"source": pl.String, "record_id": pl.String, "person_id": pl.String}
REDIRECTS = {"old_person_id": pl.String, "person_id": pl.String}


def people(*ids: str) -> pl.DataFrame:
    return pl.DataFrame([("vcard", f"{number}", each) for number, each in enumerate(ids)], RECORDS, orient="row")


def redirects(**leads: str) -> pl.DataFrame:
    return pl.DataFrame(list(leads.items()), REDIRECTS, orient="row")


def leads(*ids: str, **redirected: str) -> pl.DataFrame:
    """Whom the ids mean where a, b and c are known."""
    named = pl.DataFrame([(each, None) for each in ids], NAMED, orient="row")
    return led(named, people("a", "a", "b", "c"), redirects(**redirected))


def test_an_id_means_its_person_then_whoever_has_its_records_then_whomever_it_meant_last() -> None:
    named = pl.DataFrame(
        [("a", "b"), ("old", "a"), ("older", "a"), ("oldest", "old"), ("gone", None), ("lost", "nobody")],
        NAMED,
        orient="row",
    )
    found = led(named, people("a", "a", "b"), redirects(old="b"))
    assert found.rows() == [
        ("a", "a", True),
        ("gone", None, False),
        ("lost", "nobody", False),
        ("old", "b", True),
        ("older", "a", True),
        ("oldest", "b", True),
    ]


def log_frame(*rows: tuple[int, list[str]]) -> pl.DataFrame:
    said = [(number, "me", ids, "brunch", date(2026, 11, 22), AT) for number, ids in rows]
    return pl.DataFrame(said, LOGGED, orient="row")


def test_what_was_logged_is_of_the_people_as_they_are_now() -> None:
    said = log_frame((1, ["a", "old"]), (2, ["gone"]), (3, ["c", "gone", "b"]))
    found = logged(said, leads("a", "b", "c", "old", "gone", old="a"))
    assert found.schema == LOGGED
    assert dict(found.select("logged_id", "person_ids").iter_rows()) == {1: ["a"], 3: ["b", "c"]}


def words(schema: Any, *rows: dict[str, Any]) -> pl.DataFrame:  # noqa: ANN401 - a shape and what isn't in it
    whole = {"said_id": pl.Int64, **schema}
    return pl.DataFrame([{"owner": "me", "said_at": AT, "said_id": n} | row for n, row in enumerate(rows)], whole)


def test_the_last_word_on_a_context_stands_whatever_its_case_and_whoever_was_meant() -> None:
    said = words(
        CONTEXTS_SAID,
        {"person_id": "a", "context": "Brunch", "is_denied": False},
        {"person_id": "a", "context": "Chess", "is_denied": False, "sphere": "personal"},
        {"person_id": "old", "context": "brunch", "is_denied": True},
        {"person_id": "a", "owner": "ada", "context": "Brunch", "is_denied": False},
        {"person_id": "gone", "context": "Brunch", "is_denied": False},
    )
    found = contexts_said(said, leads("a", "old", "gone", old="a"))
    assert found.schema == CONTEXTS_SAID
    assert found.drop("said_at").rows() == [
        ("ada", "a", "Brunch", False, None),
        ("me", "a", "brunch", True, None),
        ("me", "a", "Chess", False, "personal"),
    ]


def test_the_last_word_on_a_cadence_stands_and_the_default_is_no_row() -> None:
    said = words(
        {**CADENCES, "is_default": pl.Boolean},
        {"person_id": "a", "days": 21, "is_default": False},
        {"person_id": "b", "days": 21, "is_default": False},
        {"person_id": "a", "days": None, "is_default": False},
        {"person_id": "b", "days": None, "is_default": True},
        {"person_id": "old", "days": 7, "is_default": False},
    )
    found = cadences(said, leads("a", "b", "old", old="c"))
    assert found.schema == CADENCES
    assert found.drop("said_at").rows() == [("me", "a", None), ("me", "c", 7)]


def test_nothing_was_said() -> None:
    nothing = leads()
    assert nothing.height == 0
    assert logged(log_frame(), nothing).schema == LOGGED
    assert contexts_said(words(CONTEXTS_SAID), nothing).schema == CONTEXTS_SAID
    assert cadences(words({**CADENCES, "is_default": pl.Boolean}), nothing).schema == CADENCES


@given(st.lists(st.tuples(st.integers(1, 9), st.lists(st.sampled_from(["a", "b", "old", "gone"]), min_size=1))))
def test_nobody_who_is_known_is_lost_and_nobody_else_comes_in(rows: list[tuple[int, list[str]]]) -> None:
    said = log_frame(*dict(rows).items())
    found = logged(said, leads("a", "b", "old", "gone", old="b"))
    now = {"a": "a", "b": "b", "old": "b"}
    expected = {number: sorted({now[each] for each in ids if each in now}) for number, ids in dict(rows).items()}
    assert dict(found.select("logged_id", "person_ids").iter_rows()) == {n: ids for n, ids in expected.items() if ids}
