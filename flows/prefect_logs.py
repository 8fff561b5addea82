"""What Prefect's engine logs of a night that failed: one line, not its own way there."""

import logging

from prefect.exceptions import FailedRun


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
