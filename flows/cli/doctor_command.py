"""`kith doctor`: is everything in order?"""

import typer

from flows.cli.console import out, plain


def doctor() -> None:
    """Look over Kith's data and settings, and say what to do about what isn't right.

    Exits with 1 if something isn't.
    """
    from rich.table import Table

    from flows.checkup import check_up

    grid = Table.grid(padding=(0, 2))
    for is_fixed in (True, True, False):
        grid.add_column(overflow="fold", no_wrap=is_fixed)
    is_well = True
    colours = {"ok": "green", "note": "yellow", "wrong": "red"}
    for finding in check_up():
        grid.add_row(f"[{colours[finding.verdict]}]{finding.verdict}[/]", finding.subject, plain(finding.message))
        is_well = is_well and finding.verdict != "wrong"
    out.print(grid)
    if not is_well:
        raise typer.Exit(1)
