"""`kith`: the commands, and what becomes of an error."""

import gc
import os
import signal
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from configs.errors import UserError
from flows.cli import (
    birthdays_command,
    cadence_command,
    circle_command,
    connect_command,
    context_command,
    different_command,
    disconnect_command,
    doctor_command,
    explain_command,
    import_command,
    init_command,
    inspect_command,
    log_command,
    person_command,
    query_command,
    recent_command,
    reconnect_command,
    rejects_command,
    remove_command,
    review_command,
    same_command,
    schedule_command,
    sources_command,
    split_command,
    status_command,
    sync_command,
    undo_command,
)
from flows.cli.console import err, out, print_error
from flows.cli.interrupts import listen, was_pressed
from flows.cli.streams import FULL, flush_streams, leave_quietly, settle_streams, silence

_INTERRUPTED = "\nkith: interrupted. What was not finished was not kept; run the same command again."


class _Commands(TyperGroup):
    """The commands, with every error as a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer's context is no public type
        """Run a command: 0 done, 1 an error, 2 wrong usage or several answers, 3 --strict, 75 busy, 130 interrupted."""
        try:
            _check_home()
            return super().invoke(ctx)
        except UserError as error:
            print_error(error)
            raise typer.Exit(error.exit_code) from error
        except typer.Abort as error:
            err.say("\nkith: stopped at a question; nothing was changed.")
            raise typer.Exit(130) from error
        except BrokenPipeError:
            leave_quietly()
        except OSError as error:
            if error.errno not in FULL or error.filename:
                raise
            print_error(UserError(f"The answer can't be written: {error.strerror}. Make room, or write it elsewhere."))
            silence()
            raise typer.Exit(1) from error
        except (KeyboardInterrupt, Exception) as error:
            # What a library makes of Ctrl-C is no fault; everything else keeps its traceback.
            from flows.recording import is_interruption

            if isinstance(error, typer.Exit) or not (was_pressed() or is_interruption(error)):
                raise
            err.say(_INTERRUPTED)
            raise typer.Exit(130) from error


app = typer.Typer(
    name="kith",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Everyone you know, once each, and how you are connected: import address books, calendars and mail, and ask."
        "\n\nAll data stays on this machine, in one folder; KITH_HOME moves it."
    ),
    epilog="Start with: kith import PATH",
)


def _print_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        out.print(f"kith {version('kithbook')}")
        raise typer.Exit


@app.callback()
def _kith(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True)
    ] = False,
) -> None: ...


app.command("import")(import_command.import_)
app.command("inspect")(inspect_command.inspect)
app.command("sync")(sync_command.sync)
app.add_typer(sources_command.sources)
app.command("connect")(connect_command.connect)
app.command("disconnect")(disconnect_command.disconnect)
app.command("schedule")(schedule_command.schedule)
app.command("query")(query_command.query)
app.command("person")(person_command.person)
app.command("reconnect")(reconnect_command.reconnect)
app.command("recent")(recent_command.recent)
app.command("birthdays")(birthdays_command.birthdays)
app.command("circle")(circle_command.circle)
app.command("log")(log_command.log)
app.command("context")(context_command.context)
app.command("cadence")(cadence_command.cadence)
app.command("same")(same_command.same)
app.command("different")(different_command.different)
app.command("split")(split_command.split)
app.command("undo")(undo_command.undo)
app.command("review")(review_command.review)
app.command("explain")(explain_command.explain)
app.command("status")(status_command.status)
app.command("rejects")(rejects_command.rejects)
app.command("remove")(remove_command.remove)
app.command("init")(init_command.init)
app.command("doctor")(doctor_command.doctor)


def _check_home() -> None:
    """Refuse a KITH_HOME that can't be a folder, before something less clear goes wrong in it."""
    home = os.environ.get("KITH_HOME", "")
    try:
        home.encode()
    except UnicodeEncodeError as error:
        raise UserError(f"KITH_HOME = {home}: its name is no UTF-8 text. Set it to another folder.") from error
    if home and Path(home).is_file():
        raise UserError(f"KITH_HOME = {home} is a file. Set it to a folder, which need not exist yet.")


def main() -> None:
    """Run the command line and exit: 0 done, 1 an error, 2 wrong usage or several answers, 3 --strict found something.

    75 says that another process is writing, 130 that the user interrupted.
    """
    # Polars' allocator keeps what it frees, arena by arena; asked before it is loaded, it gives back within a moment.
    os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:1,dirty_decay_ms:50,muzzy_decay_ms:0")
    # Reading makes millions of small objects that live until the end: looking for dead ones among them costs a sixth.
    gc.freeze()
    gc.set_threshold(2_000_000, 50, 100)
    settle_streams()
    listen()
    try:
        app()
    finally:
        flush_streams()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: there is nothing left to interrupt
        gc.freeze()  # so that the interpreter doesn't look through them all once more on its way out
