"""The frames that are published of relationships."""

from datetime import date

import polars as pl

from configs.settings import Interactions
from configs.words import word_list
from tests.transforms.ledger_frames import interactions, met, participants
from transforms.relationship.frames import relationship_frames
from transforms.said import CADENCES

PEOPLE = pl.DataFrame({"person_id": ["p-ada", "p-me"], "owners": [["me"], ["me"]], "is_owner": [False, True]})
NOTHING = {"interaction": interactions(), "interaction_participant": participants()}


def frames(*happenings: tuple[pl.DataFrame, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    ledger = {
        "interaction": pl.concat([NOTHING["interaction"], *(one for one, _ in happenings)]),
        "interaction_participant": pl.concat([NOTHING["interaction_participant"], *(who for _, who in happenings)]),
    }
    said = pl.DataFrame(schema=CADENCES)
    return relationship_frames(ledger, people=PEOPLE, cadences=said, settings=Interactions())


def test_an_empty_ledger_has_the_same_columns() -> None:
    empty, full = frames(), frames(met("m", "2024-01-01", "p-ada", title="Lunch", series_id="s"))
    assert {name: frame.schema for name, frame in empty.items()} == {name: full[name].schema for name in full}
    assert {name: frame.height for name, frame in empty.items()} == {
        "relationship_rule": 1,
        "counterpart": 1,
        "contact_day": 1,
        "closeness_stream": 0,
        "closeness_day": 0,
        "depth_bar": 0,
    }


def test_what_follows_nothing_lies_last() -> None:
    days = frames(met("m", "2024-01-01", "p-ada"), met("n", "2023-01-01", "p-bo"))["contact_day"]
    assert days["until_day"].is_sorted()
    assert days.filter(pl.col("until_day") == date(9999, 12, 31))["person_id"].to_list() == ["p-ada", "p-bo"]


def test_a_series_is_called_by_its_last_title() -> None:
    titles = {"2024-01-01": "Brunch", "2024-03-01": "Brunch at the canal", "2024-02-01": None}
    told = [met(on, on, "p-ada", title=title, series_id="s") for on, title in titles.items()]
    once = met("once", "2024-01-02", "p-ada", title="Lunch")
    streams = frames(*told, once)["closeness_stream"]
    assert sorted(streams["what"]) == ["Brunch at the canal", "meetings"]


def test_every_kind_of_contact_has_words() -> None:
    mutual = {"meeting", "log", "linkedin_connection"}
    both = {"email", *(f"linkedin_{kind}" for kind in ("message", "invitation", "endorsement", "recommendation"))}
    kinds = {f"{channel}_mutual" for channel in mutual}
    kinds |= {f"{channel}_{direction}" for channel in both for direction in ("sent", "received")}
    assert set(word_list("streams")["words"]) == kinds
