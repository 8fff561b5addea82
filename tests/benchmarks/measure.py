"""Runs a command and says what it cost, and prints what was measured as a table."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

_MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1_024
"""Bytes in a unit of `ru_maxrss`: macOS counts bytes, Linux KiB."""


class Cost(NamedTuple):
    """What a finished command cost, its children included: seconds of wall time and of CPU, bytes at its peak."""

    wall: float
    cpu: float
    peak: int
    output: str


class Figure(NamedTuple):
    """A line of the table: what was measured, what is asked for, ours, the peer's and whether it was reached."""

    what: str
    target: str
    ours: str
    peer: str
    ratio: str
    is_reached: bool


def cost(command: Sequence[str], *, environment: Mapping[str, str] | None = None, on_one_core: bool = False) -> Cost:
    """Run a command to its end, in an environment like a user's: Python keeps what it compiled, whoever is measured.

    Args:
        command: the program and its arguments.
        environment: variables beside those of this process.
        on_one_core: pin it to a single core, where the system can do so (Linux).

    Raises:
        SystemExit: the command failed; its output says why.
    """
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    variables |= environment or {}
    started = time.perf_counter()
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as child:
        if on_one_core and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(child.pid, {min(os.sched_getaffinity(0))})
        output = child.stdout.read() if child.stdout else ""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {child.returncode}:\n{output}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MAXRSS_UNIT, output)


def print_figures(title: str, figures: Sequence[Figure], *, peer: str = "vobject") -> None:
    """Print figures as a table, one a line."""
    table = Table("measured", "target", "ours", peer, "ratio", "reached", title=title)
    for figure in figures:
        table.add_row(*figure[:-1], "[green]yes[/]" if figure.is_reached else "[red]no[/]")
    Console(width=None if sys.stdout.isatty() else 120).print(table)
