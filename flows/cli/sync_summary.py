"""What `kith sync` says at its end: what is new at each source, which failed and why, what came of it."""

from flows.cli.console import counted, err, out, plain
from flows.cli.run_summary import counts_table, print_published, print_rejects, print_skipped, titled
from flows.syncing import Synced


def summarise(synced: Synced) -> None:
    """Print the summary of a sync."""
    if synced.is_quiet:
        out.print(f"Nothing new from {counted(len({one.name for one in synced.outcomes}), 'source')}.")
        return
    rows = [
        (titled(one.title, one.source), None if one.failure else one.counts)
        for one in synced.outcomes
        if one.failure or not one.message
    ]
    if rows:
        out.print(counts_table(rows))
    for outcome in synced.outcomes:
        if outcome.message and not outcome.failure:
            out.say(f"[yellow]{plain(titled(outcome.title, outcome.source))}[/]: {plain(outcome.message)}")
    print_skipped(skipped for outcome in synced.outcomes for skipped in outcome.skipped)
    print_rejects([reject for outcome in synced.outcomes for reject in outcome.rejects])
    if synced.published:
        print_published(synced.published)
    elif not synced.failures:
        out.print("Nothing has changed: the warehouse is as it was.")


def print_failures(synced: Synced) -> None:
    """Say which sources gave nothing and why, on standard error."""
    told: dict[tuple[str, str | None], list[str]] = {}
    for one in synced.failures:
        told.setdefault((one.name, one.message), []).append(titled(one.title, one.source))
    for (name, message), titles in told.items():  # the parts of an account often fail alike
        err.say(f"[bold red]kith:[/] {titles[0] if len(titles) == 1 else plain(name)}: {plain(message)}")
    for complaint in synced.complaints:
        err.say(f"[yellow]kith:[/] {plain(complaint)}")
