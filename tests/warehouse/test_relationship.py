"""The state of a relationship, rule by rule."""

from datetime import date, timedelta

import pytest

from tests.transforms.ledger_frames import interactions, met, participants
from tests.warehouse.relationships import Happening, cadences, people_of, rows, warehouse

NOW = date(2024, 7, 1)


def ago(days: int) -> date:
    return NOW - timedelta(days=days)


def wrote(on: date, person: str = "p-ada", *, direction: str = "sent", channel: str = "email") -> Happening:
    name = f"{channel}-{direction}-{on}-{person}"
    row = {"interaction_id": name, "started_on": on, "channel": channel, "direction": direction, "weight": 0.3}
    return interactions(row), participants({"interaction_id": name, "person_id": person, "weight": 0.3})


def seen(*days: int, **more: object) -> list[Happening]:
    return [met(f"m-{day}", ago(day), "p-ada", **more) for day in days]


def state(*happenings: Happening, on: date = NOW, **more: object) -> dict[str, object]:
    with warehouse(happenings, people=people_of("p-me", "p-ada"), **more) as connection:  # type: ignore[arg-type]
        (row,) = rows(connection, f"from relationship_at('{on}') where person_id = 'p-ada'")
    return row


def test_of_whom_nothing_is_known() -> None:
    row = state()
    assert row["state"] == "no_contact_known"
    assert (row["strength"], row["depth"], row["why"], row["reconnect_on"], row["is_due"]) == (0, 0, [], None, False)


def test_met_once() -> None:
    row = state(*seen(10))
    assert (row["state"], row["state_since"], row["days_since"]) == ("new", ago(10), 10)
    assert row["strength_raw"] == pytest.approx(2 ** (-10 / 180))
    assert row["depth_raw"] == 1
    assert row["strength"] == row["depth"] == 100


def test_never_to_be_reminded() -> None:
    assert state(*seen(400), said=cadences(**{"p-ada": 30}))["is_due"]
    assert state(*seen(400), said=cadences(**{"p-ada": None}))["reconnect_on"] is None
