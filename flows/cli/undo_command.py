"""`kith undo`: take back what was said of who is who."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from flows.cli.console import counted, err, out, plain
from flows.cli.judged import By, print_outcome, reason, speaker, told_action

if TYPE_CHECKING:
    from pathlib import Path

_MOST_LISTED: Final = 20
_MOST_NAMED: Final = 3


def undo(
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help="An action of `kith undo --list`.", show_default=False)
    ] = None,
    is_listed: Annotated[bool, typer.Option("--list", help="Show the last 20 actions; take nothing back.")] = False,
    because: Annotated[str | None, typer.Option("--because", metavar="TEXT", help="Why; kept with it.")] = None,
    by: By = None,
) -> None:
    """Take back the last `same`, `different`, `split` or answer in `review` that stands; again: the one before.

    What was said earlier of the same records holds again, and people get their old ids back.
    """
    from configs.settings import load_settings
    from flows.cli.progress_bar import ProgressBar
    from flows.judging import take_back
    from warehouse.reading import WarehouseReader

    settings = load_settings()
    if is_listed:
        _print_actions(settings.home)
        return
    with WarehouseReader.open(settings.home):
        pass  # there is something to take back only where there is a warehouse: this says so
    with ProgressBar(is_shown=err.is_terminal) as progress:
        taken = take_back(settings, by=speaker(by), because=reason(because), action_id=number, progress=progress)
    if taken is None:
        out.say("There is nothing to take back.")
        return
    out.say(f"Taken back: {told_action(taken.action)}.")
    print_outcome(settings.home, [], taken.records)
    if taken.next_one:
        out.say(f"`kith undo` would take back {told_action(taken.next_one)} next.")


def _print_actions(home: "Path") -> None:
    from flows.cli.person_card import grid
    from warehouse.reading import WarehouseReader

    with WarehouseReader.open(home) as reader:
        actions = reader.actions(_MOST_LISTED)
    if not actions:
        out.say("Nothing was said of anybody yet: `kith same`, `kith different` and `kith split` do.")
        return
    listed = grid(6)
    for row in actions:
        listed.add_row(
            str(row["action_id"]),
            f"{row['judged_at']:%Y-%m-%d %H:%M}",
            row["command"],
            plain(_named(row["people"])),
            plain(f"{row['judged_by']}: {row['reason']}" if row["reason"] else row["judged_by"]),
            "taken back" if row["undone_at"] else "",
        )
    out.print(listed)


def _named(people: "list[str]") -> str:
    """Whose records they are now: a few names."""
    left = len(people) - _MOST_NAMED
    names = " · ".join(people[:_MOST_NAMED]) or "records that are gone"
    return names + (f" and {counted(left, 'other')}" if left > 0 else "")
