"""What counts between two people, and who they are."""

import polars as pl

from tests.transforms.ledger_frames import interactions, met, participants
from transforms.relationship.touches import counterparts, touches

PEOPLE = pl.DataFrame(
    {"person_id": ["p-ada", "p-me"], "owners": [["me", "you"], ["me"]], "is_owner": [False, True]},
)


def test_an_owner_whose_ledger_is_silent_is_who_the_address_book_says() -> None:
    ledger = {"interaction": interactions(), "interaction_participant": participants()}
    found = counterparts(ledger, PEOPLE)
    assert found.rows() == [("me", "p-ada", 0), ("you", "p-ada", 1)]


def test_an_owner_is_who_their_ledger_says() -> None:
    interaction, who = met("m", "2024-01-01", "p-bo")
    is_me = pl.col("is_owner")
    who = who.with_columns(person_id=pl.when(is_me).then(pl.lit("p-ada")).otherwise("person_id"))
    found = counterparts({"interaction": interaction, "interaction_participant": who}, PEOPLE)
    assert found.rows() == [("me", "p-bo", 0), ("me", "p-me", 1), ("you", "p-ada", 2)]


def test_what_counts_is_told_once_and_the_weightiest_first() -> None:
    light, of_light = met("light", "2024-01-01", "p-ada", weight=0.1)
    heavy, of_heavy = met("heavy", "2024-01-01", "p-ada", "p-nobody", series_id="s")
    between, of_between = met("between", "2024-01-01", "p-ada", direction="observed")
    of_heavy = of_heavy.with_columns(
        person_id=pl.when(pl.col("person_id") != "p-nobody").then("person_id"),
        weight=pl.when(pl.col("person_id") == "p-nobody").then(0.0).otherwise("weight"),
    )
    ledger = {
        "interaction": pl.concat([light, heavy, between]),
        "interaction_participant": pl.concat([of_light, of_heavy, of_heavy, of_between]),
    }
    found = touches(ledger, counterparts(ledger, PEOPLE))
    assert found.select("happening", "weight", "is_meeting", pl.col("series").is_null().alias("once")).rows() == [
        (1, 0.5, True, False),
        (0, 0.1, True, True),
    ]
