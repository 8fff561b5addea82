"""What happened between the owner and a few people, in a few words, and the relationships that come of it."""

from datetime import date, timedelta
from typing import Any

from tests.transforms.ledger_frames import interactions, met, participants
from tests.warehouse.relationships import Happening, people_of, rows, warehouse

NOW = date(2024, 7, 1)
ADA = "p-ada"


def ago(days: int) -> date:
    return NOW - timedelta(days=days)


def wrote(days: int, person: str = ADA, *, direction: str = "sent", channel: str = "email") -> Happening:
    """A message of so many days ago."""
    name = f"{channel}-{direction}-{days}-{person}"
    weight = 0.3 if direction == "sent" else 0.06
    row = {"interaction_id": name, "started_on": ago(days), "channel": channel, "direction": direction}
    return interactions(row | {"weight": weight}), participants(
        {"interaction_id": name, "person_id": person, "weight": weight}
    )


def seen(*days: int, person: str = ADA, **more: Any) -> list[Happening]:  # noqa: ANN401 - any field of an interaction
    """Meetings of two, of so many days ago."""
    return [met(f"{person}-{day}-{more.get('series_id')}", ago(day), person, **more) for day in days]


def crowd(*days: int, person: str = ADA, size: int = 200) -> list[Happening]:
    """A recurring meeting that is too large for its people to have met."""
    told = []
    for day in days:
        name, weight = f"{person}-{day}-crowd", 1 / (size - 1)
        row = {"interaction_id": name, "started_on": ago(day), "group_size": size, "series_id": "s-crowd"}
        who = {"interaction_id": name, "person_id": person, "weight": weight, "is_contact": False}
        told.append((interactions(row | {"weight": weight}), participants(who | {"is_seen": size <= 20})))
    return told


def relationships(*happenings: Happening, on: date = NOW, **more: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """Every person's relationship as of a day; the last argument are those of `warehouse`."""
    with warehouse(happenings, people=more.pop("people", people_of("p-me", ADA)), **more) as connection:
        return {row["person_id"]: row for row in rows(connection, f"from relationship_at('{on}')")}


def ada(*happenings: Happening, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return relationships(*happenings, **more)[ADA]


def deeper() -> list[Happening]:
    """Somebody whom the owner knows better than all others."""
    return [met(f"deeper-{day}", ago(day), "p-deeper") for day in range(1000, 1400, 30)]
