"""Builders of the ledger's frames: each row gives what matters to the test, the rest is as of a meeting for two."""

from datetime import date, datetime
from typing import Any

import polars as pl

from transforms.ledger.shapes import INTERACTION, PARTICIPANT

ME = "p-me"

_INTERACTION: dict[str, Any] = {
    "owner": "me",
    "channel": "meeting",
    "direction": "mutual",
    "is_all_day": False,
    "group_size": 2,
    "weight": 1.0,
    "rule": "small_meeting",
    "recency": "met",
    "source": "calendar",
    "copies": 1,
}

_PARTICIPANT: dict[str, Any] = {
    "owner": "me",
    "role": "attendee",
    "response": "accepted",
    "is_owner": False,
    "weight": 1.0,
    "is_contact": True,
    "is_seen": False,
}


def interactions(*rows: dict[str, Any]) -> pl.DataFrame:
    """Interactions; each row needs interaction_id and started_on (a date or YYYY-MM-DD)."""
    return _frame([_dated(_INTERACTION | {"record_id": row["interaction_id"]} | row) for row in rows], INTERACTION)


def participants(*rows: dict[str, Any]) -> pl.DataFrame:
    """Participants; each row needs interaction_id and person_id."""
    return _frame([_PARTICIPANT | row for row in rows], PARTICIPANT)


def met(interaction_id: str, on: str | date, *people: str, **more: object) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A meeting of the owner with some people: the interaction, and those who took part."""
    size = int(str(more.pop("group_size", len(people) + 1)))
    weight = float(str(more.pop("weight", 1 / max(1, size - 1))))
    row = {"interaction_id": interaction_id, "started_on": on, "group_size": size, "weight": weight} | more
    others = [{"interaction_id": interaction_id, "person_id": person, "weight": weight} for person in people]
    me = {"interaction_id": interaction_id, "person_id": ME, "is_owner": True, "weight": 0.0, "is_contact": False}
    return interactions(row), participants(me, *others)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    on = row["started_on"]
    day = date.fromisoformat(on) if isinstance(on, str) else on
    at = row.get("started_at")
    return row | {"started_on": day, "started_at": datetime.fromisoformat(at) if isinstance(at, str) else at}


def _frame(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema, orient="row")
