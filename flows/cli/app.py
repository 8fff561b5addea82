"""`kith`: the commands, and what becomes of an error."""

import gc
import os
import sys
from typing import Annotated, NoReturn

import typer

from configs.errors import UserError
from flows.cli import (
    doctor_command,
    import_command,
    init_command,
    inspect_command,
    person_command,
    query_command,
    rejects_command,
    remove_command,
    status_command,
)
from flows.cli.console import err, out, print_error

app = typer.Typer(
    name="kith",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Everyone you know, once each: import address books, and ask the warehouse that comes of them."
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
app.command("query")(query_command.query)
app.command("person")(person_command.person)
app.command("status")(status_command.status)
app.command("rejects")(rejects_command.rejects)
app.command("remove")(remove_command.remove)
app.command("init")(init_command.init)
app.command("doctor")(doctor_command.doctor)


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 an error, 2 wrong usage or several answers, 75 busy, 130 interrupted."""
    # Reading makes millions of small objects that live until the end: looking for dead ones among them costs a sixth.
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    try:
        app(standalone_mode=True)
    except UserError as error:
        print_error(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        err.print("\nkith: interrupted. What was not finished was not kept; run the same command again.")
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read the answer has seen enough (`kith query … | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(0)
