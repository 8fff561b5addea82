"""What Prefect logs where something failed: one line, not its own way there."""

import logging
from collections.abc import Callable
from typing import Final

from prefect.exceptions import FailedRun

_MOMENT: Final = 1.0
"""Seconds in which a server that is ending has ended: its connections break first."""


class ExpectedFailures(logging.Filter):
    """Leaves out what is said of a run once more because it ended in a state of failure.

    That a source fails, or is held back, is an outcome. The engine raises it as a FailedRun, which it then logs twice
    as an unexpected exception, with its traceback; every other exception stays.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is no repetition of a state."""
        if not record.exc_info:
            return True
        error = record.exc_info[1]
        return error is not None and not isinstance(error, FailedRun)


def log_failures_once() -> None:
    """Have the loggers of runs, and the engine's, leave out repetitions."""
    expected = ExpectedFailures()
    for name in ("prefect.engine", "prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).addFilter(expected)


class BrokenConnections(logging.Filter):
    """Leaves out each traceback of a connection that broke because its server has ended, which is told as such."""

    def __init__(self, has_ended: Callable[[float], bool]) -> None:
        """`has_ended` says whether the server has ended, or does so within some seconds."""
        super().__init__()
        self._has_ended = has_ended

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record isn't about a server that has ended."""
        return not (record.exc_info and self._has_ended(_MOMENT))


def log_no_broken_connections(has_ended: Callable[[float], bool]) -> None:
    """Have all handlers, Prefect's and the root's (asyncio logs there), leave out what a server's end breaks."""
    broken = BrokenConnections(has_ended)
    for logger in (logging.getLogger(), logging.getLogger("prefect")):
        for handler in logger.handlers:
            handler.addFilter(broken)
