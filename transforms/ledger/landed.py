"""What is landed, as the ledger takes it."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Landed:
    """What is landed of people, and of what happened between them.

    contacts     raw contacts: source, owner, connector, given_id, loaded_at and the columns of `RawContact`; those
                 whose rows were made before may be left out
    versions     source, record_id, version, row_version of every raw contact: another `version` when it says something
                 else, another `row_version` also when it only stands elsewhere
    calendars    source, owner, record_id, file, position, account, calendar of every calendar's event
    events       source, owner and the columns of `connectors.calendar.tables.Described`
    times        source and the columns of `connectors.calendar.tables.Timed`
    mail         source, owner, connector and the columns of `RawInteraction` but calendar, of what isn't a calendar's
    """

    contacts: pl.DataFrame
    versions: pl.DataFrame
    calendars: pl.DataFrame
    events: pl.DataFrame
    times: pl.DataFrame
    mail: pl.DataFrame
