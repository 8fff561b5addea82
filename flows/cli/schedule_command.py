"""`kith schedule`: serves the nightly sync, or has the system start it."""

from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import err, out, plain

if TYPE_CHECKING:
    from configs.settings import Settings
    from flows.installing import Change


def schedule(
    install: Annotated[
        bool, typer.Option("--install", help="Have systemd (Linux) or launchd (macOS) run this command from now on.")
    ] = False,
    uninstall: Annotated[bool, typer.Option("--uninstall", help="Take away what --install has written.")] = False,
    without_server: Annotated[
        bool,
        typer.Option(
            "--without-server", help="With --install: have them run `kith sync` at its times, without Prefect."
        ),
    ] = False,
    cron: Annotated[bool, typer.Option("--cron", help="Print the line for cron that runs `kith sync`.")] = False,
) -> None:
    """Sync every night, or whenever `sync.cron` of the settings says, for as long as this runs.

    It is a Prefect deployment, on the server that PREFECT_API_URL names or on one of Kith's own. Nights that were
    missed are made up for by one sync. Without Prefect: --install --without-server, or --cron.
    """
    from configs.settings import load_settings

    chosen = [
        name for name, is_chosen in (("--install", install), ("--uninstall", uninstall), ("--cron", cron)) if is_chosen
    ]
    if len(chosen) > 1:
        raise UsageError(f"Give either {' or '.join(chosen)}.")
    if without_server and not install:
        raise UsageError("--without-server says how to --install: give both.")
    settings = load_settings()
    if uninstall:
        _uninstall()
    elif install:
        _install(settings, is_served=not without_server)
    elif cron:
        from flows.installing import cron_lines

        for line in cron_lines(settings):
            out.print(plain(line), soft_wrap=True)
    else:
        _serve(settings)


def _serve(settings: "Settings") -> None:
    from flows.scheduling import serve_schedule

    _print_next(settings)
    serve_schedule(settings, tell=lambda text: err.say(plain(text)))


def _install(settings: "Settings", *, is_served: bool) -> None:
    from flows.installing import install

    change = install(settings, is_served=is_served)
    for path in change.paths:
        out.say(f"Written: {plain(path)}")
    for complaint in change.complaints:
        err.say(plain(f"systemd says: {complaint}"))
    _print_commands("Now have it started:", change)
    if any(command.startswith("systemctl") for command in change.commands):
        out.say("To have it run while you are logged out, too: loginctl enable-linger")
    _print_next(settings)


def _uninstall() -> None:
    from flows.installing import uninstall

    change = uninstall()
    if not change.paths:
        out.say("Nothing was installed.")
        return
    for path in change.paths:
        out.say(f"Deleted: {plain(path)}")
    _print_commands("If it runs still, stop it:", change)


def _print_commands(title: str, change: "Change") -> None:
    out.say(title)
    for command in change.commands:
        out.print(f"  {plain(command)}", soft_wrap=True)


def _print_next(settings: "Settings") -> None:
    """Say when the next syncs are due."""
    from datetime import UTC, datetime

    from flows.schedule import next_runs, schedule_zone

    due = ", ".join(f"{run:%a %Y-%m-%d %H:%M}" for run in next_runs(settings, after=datetime.now(UTC)))
    out.say(plain(f"The next syncs ({schedule_zone(settings).key}): {due}"))
