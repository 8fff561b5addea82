"""Where the command line writes: answers to standard output, everything about them to standard error."""

import sys

from rich.console import Console

from configs.errors import UserError

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)


def print_error(error: UserError) -> None:
    """A UserError as a person reads it: what is wrong and what to do, without a traceback."""
    err.print(f"[bold red]kith:[/] {_escaped(str(error))}", soft_wrap=True)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def is_terminal() -> bool:
    """Whether a person reads standard output."""
    return sys.stdout.isatty()
