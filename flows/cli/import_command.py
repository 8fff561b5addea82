"""`kith import`: files, folders and archives into the warehouse."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import err, out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from flows.importing import Imported
    from flows.steps import Landed

_MOST_REJECTS = 5
_COLUMNS = ("read", "loaded", "unchanged", "skipped", "rejected", "gone")


def import_(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Files, folders or ZIPs; - for standard input.", show_default=False),
    ],
    source: Annotated[
        str | None,
        typer.Option(
            "--source", help="A name for where this comes from, if there are several of a kind (work, phone)."
        ),
    ] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="Whose address book it is. [default: me]")] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="Country of phone numbers without a country code (GB, DE, US).")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="The export is complete: mark what its source no longer holds as gone.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if anything could not be read.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Import address books: vCard, Google, Outlook, Yahoo, Thunderbird, LinkedIn and any other CSV.

    Each file is recognised by what it holds. Importing the same again changes nothing; an edited export changes what
    was edited. Nothing is sent anywhere.
    """
    from configs.settings import load_settings
    from flows.cli.progress_bar import ProgressBar
    from flows.importing import ImportOptions, import_files

    settings = load_settings(owner=owner, region=region)
    options = ImportOptions(source_name=_checked(source), is_complete=replace, is_dry_run=dry_run)
    with ProgressBar(is_shown=not quiet and err.is_terminal) as progress:
        imported = import_files(
            [path if path == "-" else Path(path) for path in paths], settings, options=options, progress=progress
        )
    if not quiet:
        _summarise(imported, is_dry_run=dry_run)
    if strict and imported.total.rejected:
        raise typer.Exit(3)


def _checked(source: str | None) -> str | None:
    if source is not None and not source.replace("-", "").replace("_", "").isalnum():
        raise UsageError(f"--source {source!r}: use letters, digits, - and _ only.")
    return source


def _summarise(imported: "Imported", *, is_dry_run: bool) -> None:
    out.print(_table(imported))
    _print_skipped(imported.landed)
    _print_rejects(imported.landed)
    if is_dry_run:
        out.print("\nNothing was written (--dry-run).")
    elif imported.published:
        rows = imported.published.rows
        out.print(
            f"\n[bold]{rows['person']:,} people[/] from {rows['source_record']:,} records, at {rows['organisation']:,} "
            f"organisations, in {imported.published.path}",
            soft_wrap=True,
        )
        out.print('Next: kith query "select full_name, organisation from person limit 10"', soft_wrap=True)
    else:
        out.print("\nNothing has changed: the warehouse is as it was.")


def _table(imported: "Imported") -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Source")
    for name in _COLUMNS:
        table.add_column(name, justify="right")
    for landed in imported.landed:
        name = landed.title if landed.source.key == landed.source.connector else f"{landed.title} ({landed.source.key})"
        table.add_row(name, *(_number(getattr(landed.counts, column)) for column in _COLUMNS))
    if len(imported.landed) != 1:
        table.add_section()
        table.add_row("Total", *(_number(getattr(imported.total, column)) for column in _COLUMNS), style="bold")
    return table


def _number(count: int) -> str:
    return f"{count:,}" if count else "·"


def _print_skipped(landed: "Iterable[Landed]") -> None:
    from rich.markup import escape

    counts = Counter(skipped.reason for source in landed for skipped in source.skipped)
    if counts:
        out.print("Skipped: " + escape("; ".join(f"{count:,} × {reason}" for reason, count in counts.most_common())))


def _print_rejects(landed: "Iterable[Landed]") -> None:
    from rich.markup import escape

    rejects = [reject for source in landed for reject in source.rejects]
    for reject in rejects[:_MOST_REJECTS]:
        where = ", ".join(
            f"{name} {number}" for name, number in (("record", reject.position), ("line", reject.line)) if number
        )
        out.print(
            f"[yellow]Not read:[/] {escape(reject.file)}{f' ({where})' if where else ''}: {escape(reject.reason)}"
        )
    if rejects:
        more = len(rejects) - _MOST_REJECTS
        out.print((f"… and {more:,} more. " if more > 0 else "") + "`kith rejects` shows what stands there.")
