"""What a home holds after a night: what its warehouse says, every version of every record, and no secret."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.flows.looking import landing, rows

_TOLD: Final = (
    "person", "person_name", "person_email", "person_phone", "person_address", "affiliation", "source_record",
    "interaction", "interaction_participant", "context",
)  # fmt: skip
_VERSIONS: Final = {
    "raw_contact": "source, record_id, given_id, content_hash, valid_to is null",
    "raw_interaction": "source, record_id, content_hash, valid_to is null",
}


Told = dict[str, list[tuple[Any, ...]]]


class State(NamedTuple):
    """What a home holds: what is told in the warehouse, and every version of every record."""

    told: Told
    versions: Told


def state(home: Path) -> State:
    """What a home holds."""
    return State(told(home), versions(home))


def told(home: Path) -> Told:
    """All that the warehouse says of people and of what happened, but for when and in which order it was read."""
    database = home / "warehouse.duckdb"
    columns = "columns(lambda name: name = 'started_at' or (name not like '%_at' and name != 'position'))"
    if not database.exists():
        return {}
    return {table: rows(database, f"select {columns} from {table} order by all") for table in _TOLD}  # noqa: S608 - a test's own


def versions(home: Path) -> Told:
    """Every version of every record, without the times and runs that made them."""
    return {table: landing(home, f"select {columns} from {table} order by all") for table, columns in _VERSIONS.items()}  # noqa: S608 - a test's own


def names(home: Path) -> set[str]:
    """The names of everyone in the warehouse."""
    return {name for (name,) in rows(home / "warehouse.duckdb", "select full_name from person")}


def ends(home: Path) -> list[str]:
    """How the runs of a home ended."""
    return [end for (end,) in landing(home, "select state from run order by run_id")]


def leaks(secrets: Sequence[str], texts: Mapping[str, bytes]) -> list[str]:
    """Where a secret stands that must not."""
    return [place for place, text in texts.items() for secret in secrets if secret.encode() in text]
