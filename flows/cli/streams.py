"""Standard output and standard error as the system gives them: closed, full, in an old encoding, left by a reader."""

import errno
import io
import os
import sys
from pathlib import Path
from typing import Final, NoReturn, TextIO

FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What a write to a full or failing disk says."""


def settle_streams() -> None:
    """Make both streams ones that can be written to, whatever letters they lack.

    A closed one is replaced before a database is opened, which would else be given its number and be written over.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark instead


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def is_answered() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def flush_streams() -> None:
    """Have everything written while a reader that has gone can still be told from a failure."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        leave_quietly()
    except OSError as error:
        silence()
        sys.stderr.write(f"kith: The answer can't be written: {error.strerror}. Make room, or write it elsewhere.\n")
        sys.exit(1)


def silence() -> None:
    """Have nothing more written to standard output, not even what waits to be."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def leave_quietly() -> NoReturn:
    """End the program after its reader has gone: nothing more can be written, and nothing is wrong."""
    silence()
    os.dup2(sys.stdout.fileno(), sys.stderr.fileno())
    sys.exit(0)
