"""`kith import`: files, folders and archives into the warehouse."""

from pathlib import Path
from typing import Annotated

import typer

from configs.errors import UsageError, UserError
from flows.cli.console import err, print_error
from flows.cli.interrupts import held_back


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
    owner: Annotated[
        str | None, typer.Option("--owner", help="Whose address book it is, in a household or team; you, by default.")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="Country of phone numbers without a country code (GB, DE, US).")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="The export is complete: mark what its source no longer holds as gone.")
    ] = False,
    retrain: Annotated[
        bool, typer.Option("--retrain", help="Learn anew what evidence weighs, and compare everybody with everybody.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if anything could not be read.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Import address books (vCard, Google, LinkedIn, any CSV), calendars (.ics) and mail (mbox, Maildir).

    Each file is recognised by what it holds. Importing the same again changes nothing; an edited export changes what
    was edited. Nothing is sent anywhere.

    Exits with 1 if Kith reads nothing of what was named, with 3 (--strict) if something could not be read.
    """
    with held_back():
        from configs.settings import load_settings
        from flows.cli.import_summary import summarise
        from flows.cli.progress_bar import ProgressBar
        from flows.importing import ImportOptions, import_files

    # Whose book it is says nothing of who you are: the settings stay those of the owner whom the file names.
    settings, whose = load_settings(region=region), load_settings(owner=owner).owner
    options = ImportOptions(
        source_name=_checked(source), owner=whose, is_complete=replace, is_dry_run=dry_run, is_retrained=retrain
    )
    with ProgressBar(is_shown=not quiet and err.is_terminal) as progress:
        imported = import_files(
            [path if path == "-" else Path(path) for path in paths], settings, options=options, progress=progress
        )
    if not quiet:
        summarise(imported, is_dry_run=dry_run)
    for failure in imported.failures:
        print_error(UserError(failure))
    if imported.failures:
        raise typer.Exit(1)
    if not imported.is_found:
        raise UserError(
            "There is no address book, calendar or mailbox in what was named. Export your contacts as vCard or CSV and "
            "import that file; `kith inspect PATH` shows what Kith sees in a file."
        )
    if strict and (imported.total.rejected or imported.unread):
        raise typer.Exit(3)


def _checked(source: str | None) -> str | None:
    if source is not None and not source.replace("-", "").replace("_", "").isalnum():
        raise UsageError(f"--source {source!r}: use letters, digits, - and _ only.")
    return source
