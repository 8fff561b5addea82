"""`kith doctor`: is everything in order?"""

import typer

from flows.cli.console import out


def doctor() -> None:
    """Look over Kith's data and settings, and say what to do about what isn't right; exit with 1 if something isn't."""
    from rich.markup import escape
    from rich.table import Table

    from flows.checkup import check_up

    grid = Table.grid(padding=(0, 2))
    is_well = True
    colours = {"ok": "green", "note": "yellow", "wrong": "red"}
    for finding in check_up():
        grid.add_row(f"[{colours[finding.verdict]}]{finding.verdict}[/]", finding.subject, escape(finding.message))
        is_well = is_well and finding.verdict != "wrong"
    out.print(grid)
    if not is_well:
        raise typer.Exit(1)
