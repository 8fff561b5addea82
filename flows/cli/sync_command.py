"""`kith sync`: asks every source what is new."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import err, out, printable
from flows.cli.interrupts import held_back

if TYPE_CHECKING:
    from configs.settings import Settings
    from flows.outcome import Outcome
    from flows.source_parts import PullOptions
    from flows.syncing import Synced


def sync(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE…", help="Only these sources (`kith sources list`).", show_default=False),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Read everything, not only what is new.")] = False,
    allow_loss: Annotated[
        bool, typer.Option("--allow-loss", help="A source may lose more than half of its records (name it).")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Ask your sources what is new: Google, CardDAV and CalDAV servers, watched folders.

    A source that fails stops no other. One that would lose more than half of its records is left as it was until you
    say that they are really gone. Where nothing is new, nothing is published.

    Exits with 1 if a source failed or was left as it was, with 75 if another process is writing.
    """
    with held_back():
        from configs.settings import load_settings
        from flows.source_parts import PullOptions

    if allow_loss and not names:
        raise UsageError("--allow-loss is said of a source: kith sync SOURCE --allow-loss")
    settings = load_settings()
    options = PullOptions(is_full=full, may_lose=frozenset(names or ()) if allow_loss else frozenset())
    synced = _synced(settings, names or (), options, is_quiet=quiet)
    if not quiet:
        lost = _really_gone(synced)
        if lost:
            again = sorted({outcome.name for outcome in lost})
            options = replace(options, may_lose=frozenset(outcome.source for outcome in lost))
            synced = synced.followed_by(_synced(settings, again, options, is_quiet=quiet))
    if synced.failures:
        raise typer.Exit(1)


def _synced(settings: "Settings", names: Sequence[str], options: "PullOptions", *, is_quiet: bool) -> "Synced":
    """A sync, and what it says."""
    from flows.cli.progress_bar import ProgressBar
    from flows.cli.sync_summary import print_failures, summarise
    from flows.syncing import sync as run_sync

    with ProgressBar(is_shown=not is_quiet and err.is_terminal) as progress:
        synced = run_sync(settings, names=names, options=options, progress=progress)
    if not is_quiet:
        summarise(synced)
    print_failures(synced)
    return synced


def _really_gone(synced: "Synced") -> list["Outcome"]:
    """What was held back and is really gone, as the user says; nobody is asked where there is no terminal."""
    if not _is_watched():
        return []
    held_back = [outcome for outcome in synced.failures if outcome.failure == "held_back"]
    question = "{} would lose records. Are they really gone there?"
    try:
        return [outcome for outcome in held_back if typer.confirm(question.format(printable(outcome.source)))]
    except typer.Abort:  # no answer is a no; the other sources are synced already
        err.print()
        return []


def _is_watched() -> bool:
    """Whether a person reads, and can answer."""
    return sys.stdin.isatty() and out.is_terminal
