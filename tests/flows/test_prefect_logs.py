import logging

import pytest
from prefect.exceptions import FailedRun

from flows.prefect_logs import BrokenConnections, log_failures_once


def _log_of(name: str, message: str, error: Exception | None) -> None:
    """Log it as the engine does: with what is being raised, if anything is."""
    logging.getLogger(name).error(message, exc_info=error or True)


@pytest.mark.parametrize("name", ["prefect.engine", "prefect.flow_runs", "prefect.task_runs"])
def test_a_state_of_failure_is_not_repeated_and_faults_are_told(
    name: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger(name)
    monkeypatch.setattr(logger, "handlers", [])  # Prefect's own send to a server, if one was asked before
    monkeypatch.setattr(logger, "propagate", False)
    former = list(logger.filters)
    log_failures_once()
    logger.addHandler(caplog.handler)
    try:
        _log_of(name, "exited with unexpected exception", FailedRun("Not synced: carddav (held_back)"))
        _log_of(name, "Task run failed with state: Failed()", None)
        _log_of(name, "a fault", ZeroDivisionError())
        logger.error("Finished in state Failed('Not synced')")
    finally:
        logger.removeHandler(caplog.handler)
        logger.filters[:] = former
    assert set(caplog.messages) == {"a fault", "Finished in state Failed('Not synced')"}


@pytest.mark.parametrize(
    ("error", "has_ended", "is_told"),
    [
        (ConnectionError("refused"), True, False),
        (ConnectionError("refused"), False, True),
        (None, True, True),
    ],
    ids=["of a server that has ended", "of one that runs", "no traceback"],
)
def test_tracebacks_of_broken_connections_are_left_out_when_the_server_has_ended(
    error: Exception | None, has_ended: bool, is_told: bool
) -> None:
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("asyncio", logging.ERROR, __file__, 1, "it broke", None, info)
    waited: list[float] = []

    def ended(within: float) -> bool:
        waited.append(within)
        return has_ended

    assert BrokenConnections(ended).filter(record) is is_told
    assert waited == ([1.0] if error else [])
