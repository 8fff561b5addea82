"""The table of `kith status --runs`: a row for each run, the latest first."""

from datetime import datetime
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from flows.cli.console import plain
from flows.cli.failure_words import told_failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.run_note import RunNote


def runs_table(runs: "Sequence[RunNote]") -> Table:
    """The runs with what they brought, and which sources failed and how."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("Began (UTC)", "run", "state", "took"):
        table.add_column(column, no_wrap=True, justify="right" if column == "took" else "left")
    table.add_column("what came of it", overflow="fold")
    for run in runs:
        table.add_row(*(plain(text) for text in (run.started_at[:16], run.command, run.state, _took(run), _told(run))))
    return table


def _told(run: "RunNote") -> str:
    """What a run brought, and each source that failed, a line each."""
    totals = {name: sum(counts.get(name, 0) for counts in run.sources.values()) for name in ("loaded", "gone")}
    brought = ", ".join(f"{total:,} {name}" for name, total in totals.items() if total)
    # The parts of an account mostly fail alike.
    failed = dict.fromkeys(f"{one.name}: {told_failure(one.failure)}" for one in run.outcomes if one.failure)
    return "\n".join([*([brought] if brought else []), *failed])


def _took(run: "RunNote") -> str:
    try:
        took = datetime.fromisoformat(run.finished_at or "") - datetime.fromisoformat(run.started_at)
    except ValueError:
        return ""
    return f"{took.total_seconds():,.0f} s"
