"""`kith sources`: what is synced, and whether it can be reached."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import counted, out, plain

if TYPE_CHECKING:
    from configs.source_settings import SourceSettings

sources = typer.Typer(
    name="sources",
    no_args_is_help=True,
    help="What `kith sync` asks: Google, CardDAV and CalDAV servers, folders into which exports are dropped.",
)


@sources.command("add")
def add(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="google, carddav, caldav or folder.", show_default=False)],
    where: Annotated[
        str | None,
        typer.Argument(
            metavar="WHERE",
            help="A folder's path; a server's address, or icloud, fastmail, nextcloud, posteo.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What to call it; by default its kind.")] = None,
    user: Annotated[str | None, typer.Option("--user", help="Who signs in at the server.")] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="Whose contacts these are; yours by default.")] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only this address book or calendar, by its name; can be repeated."),
    ] = None,
    password_command: Annotated[
        str | None, typer.Option("--password-command", help="A command that prints the password.")
    ] = None,
) -> None:
    """Add a source. Passwords and tokens are never in the settings: `kith connect` asks for them.

    kith sources add folder ~/Exports · kith sources add carddav icloud --user ada@example.org · kith sources add google
    """
    import shlex

    from configs.settings import load_settings
    from flows.sources import add_source

    settings = load_settings()
    called = name or kind
    place = _place(kind, where)
    command = shlex.split(password_command) if password_command else None
    chosen = {"calendars" if kind == "google" else "collections": only}
    add_source(settings, kind, called, {"owner": owner, "user": user, "password_command": command} | place | chosen)
    out.say(f"[bold]{plain(called)}[/] is a source from now on.")
    if kind == "google":
        out.say("Next, sign in: kith connect google" + (f" {plain(called)}" if called != "google" else ""))
    elif kind != "folder" and not command:
        out.say(f"Next, give its password: kith connect {plain(called)}")
    else:
        out.say(f"Next: kith sync {plain(called)}")


def _place(kind: str, where: str | None) -> dict[str, object]:
    """What WHERE stands for: a folder's path, a server's address."""
    from flows.sources import model_of

    model_of(kind)
    if kind == "folder":
        if where is None:
            raise UsageError("Which folder? kith sources add folder PATH")
        path = Path(where).expanduser().absolute()
        if not path.is_dir():
            raise UsageError(f"There is no folder {path}. Make it first, or name another one.")
        return {"path": str(path)}
    if kind in {"carddav", "caldav"} and where is not None:
        from connectors.dav import dav_url

        return {"url": dav_url(where, is_calendar=kind == "caldav")}
    if where is not None:
        raise UsageError(f"{where!r}: a {kind} source takes no address. To give it a name: --name {where}")
    return {}


@sources.command("list")
def list_sources() -> None:
    """Show the sources of the settings."""
    from rich import box
    from rich.table import Table

    from configs.settings import load_settings

    settings = load_settings()
    if not settings.sources:
        out.say("There is no source yet. Add one: kith sources add folder PATH, or kith connect google")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("Name", "Kind", "Where", "Owner"):
        table.add_column(column, overflow="fold")
    for name, source in settings.sources.items():
        table.add_row(plain(name), source.kind, plain(_where(source)), plain(source.owner or settings.owner))
    out.print(table)


def _where(source: "SourceSettings") -> str:
    """Where a source is, in a few words."""
    if source.kind == "folder":
        return str(source.path)
    if source.kind == "google":
        return source.account or "the account that signed in"
    return f"{source.url} ({source.user})"


@sources.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="The source as `kith sources list` names it.", show_default=False)],
) -> None:
    """Take a source out of the settings, and forget its password or token. What it gave stays known.

    To take back Kith's access at Google, too: kith disconnect NAME
    """
    from configs.settings import load_settings
    from flows.sources import remove_source

    remove_source(load_settings(), name)
    out.say(
        f"[bold]{plain(name)}[/] is no source any more. Whatever it gave stays known: `kith status` shows under which "
        "names, and `kith remove SOURCE` forgets it."
    )


@sources.command("test")
def try_out(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE…", help="Only these.", show_default=False)
    ] = None,
) -> None:
    """Try to reach the sources, and say what is there; nothing is read in. Exits with 1 if one can't be reached."""
    from configs.settings import load_settings
    from flows.sources import try_sources

    failures = 0
    for tried in try_sources(load_settings(), names or ()):
        mark = "[green]✓[/]" if tried.is_reached else "[red]✗[/]"
        out.say(f"{mark} [bold]{plain(tried.name)}[/] {plain(tried.title)}: {plain(tried.message)}")
        failures += not tried.is_reached
    if failures:
        out.say(f"{counted(failures, 'part')} can't be read.")
        raise typer.Exit(1)
