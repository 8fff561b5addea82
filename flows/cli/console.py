"""Where the command line writes: answers to standard output, everything about them to standard error."""

import sys
import unicodedata
from typing import Final, NoReturn

from rich.console import Console

from configs.errors import UserError
from flows.cli.streams import leave_quietly

SCREENFUL: Final = 200
"""Rows of a table that a person at a terminal may want to scroll through; a pipe gets all of them."""

_KEPT: Final = "\n\t"
_UNWANTED: Final = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories that no value needs on a screen: control characters, halves of characters, other line ends."""
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of the text that follows, so that it reads as something else."""


class _Console(Console):
    """A console whose reader may leave early (`kith status | head -1`), which is no error."""

    def on_broken_pipe(self) -> NoReturn:
        """End the program quietly."""
        leave_quietly()

    def say(self, text: str, *, style: str | None = None, markup: bool | None = None) -> None:
        """Print a line or paragraph: a terminal gets it broken between words, a pipe in one piece."""
        self.print(text, style=style, markup=markup, soft_wrap=not self.is_terminal)


out = _Console(highlight=False, soft_wrap=False)
err = _Console(stderr=True, highlight=False)


def printable(text: str) -> str:
    """The text without what could steer a terminal: each such character becomes U+FFFD; tabs and line ends stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("\ufffd" if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    return character not in _KEPT and (unicodedata.category(character) in _UNWANTED or character in _TURNING)


def plain(value: object) -> str:
    """A value for rich to print as it is: nothing in it is taken for markup or for a terminal's control sequence."""
    from rich.markup import escape

    return escape(printable(str(value)))


def counted(number: int, one: str, several: str | None = None) -> str:
    """A number and what it counts: "1 person", "2,000 people"."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def print_error(error: UserError) -> None:
    """A UserError as a person reads it: what is wrong and what to do, without a traceback."""
    err.say(f"[bold red]kith:[/] {plain(error)}")


def write_text(text: str) -> None:
    """Write a machine's text (JSON, CSV) to standard output: as it is, but for a terminal's own characters on one."""
    sys.stdout.write(printable(text) if is_terminal() else text)


def is_terminal() -> bool:
    """Whether a person reads standard output."""
    return sys.stdout.isatty()
