"""The ledgers of the benchmark: as many as asked for, the same every time, in the ledger's shapes."""

from datetime import date

import polars as pl
from polars.testing import assert_frame_equal

from tests.benchmarks.ledgers import ledger, people
from transforms.ledger.shapes import INTERACTION, PARTICIPANT

TODAY = date(2026, 11, 24)


def test_a_ledger_is_whole_and_the_same_every_time() -> None:
    first, again = ledger(3000, 50, TODAY), ledger(3000, 50, TODAY)
    for name, schema in (("interaction", INTERACTION), ("interaction_participant", PARTICIPANT)):
        assert dict(first[name].schema) == schema
        assert_frame_equal(first[name], again[name])
    assert first["interaction"].height == first["interaction"]["interaction_id"].n_unique() == 3000
    ids = first["interaction_participant"].select("interaction_id", "person_id")
    assert set(ids["interaction_id"]) == set(first["interaction"]["interaction_id"])
    assert set(ids["person_id"]) <= set(people(50)["person_id"])


def test_meetings_may_be_planned_and_series_keep_their_people() -> None:
    made = ledger(3000, 50, TODAY)
    planned = made["interaction"].filter(pl.col("started_on") > TODAY)
    assert set(planned["channel"]) == {"meeting"}
    of_series = (
        made["interaction"]
        .filter(pl.col("series_id") == "s0")
        .join(made["interaction_participant"], on="interaction_id")
    )
    assert of_series["person_id"].n_unique() <= 11
    assert of_series["interaction_id"].n_unique() > 100
