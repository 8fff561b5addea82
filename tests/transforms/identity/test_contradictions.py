"""What can't all be true of who is who."""

import polars as pl

from transforms.identity.contradictions import chain, contradictions
from transforms.identity.state import JUDGED_SCHEMA


def judged(*pairs: tuple[str, str, str]) -> pl.DataFrame:
    rows = [("vcard", one, "vcard", other, verdict) for one, other, verdict in pairs]
    return pl.DataFrame(rows, schema=JUDGED_SCHEMA, orient="row")


def test_nothing_contradicts_nothing() -> None:
    assert contradictions(judged()).is_empty()
    assert contradictions(judged(("a", "b", "different"), ("b", "c", "same"), ("a", "c", "unsure"))).is_empty()


def test_two_are_different_and_the_same_by_way_of_others() -> None:
    told = judged(("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different"), ("c", "d", "different"))
    assert contradictions(told).equals(told[2:3])


def test_records_of_two_sources_are_two() -> None:
    told = judged(("a", "b", "same"), ("a", "b", "different"))
    assert contradictions(told).height == 1
    assert contradictions(told.with_columns(source_b=pl.Series(["vcard", "google_csv"]))).is_empty()


def test_the_shortest_chain_is_told_in_order() -> None:
    told = judged(
        ("a", "x", "same"),
        ("x", "y", "same"),
        ("y", "d", "same"),
        ("b", "d", "same"),
        ("a", "b", "same"),
        ("a", "d", "different"),
        ("a", "c", "unsure"),
        ("c", "d", "unsure"),
    )
    assert chain(told, told[5:6]).equals(told[[4, 3]])
