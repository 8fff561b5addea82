from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tenacity import RetryCallState, Retrying

from connectors.network.waiting import AgainError, asked_wait, wait_seconds

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("", None),
        ("0", 0),
        ("120", 120),
        ("Mon, 02 Mar 2026 03:00:30 GMT", 30),
        ("Mon, 02 Mar 2026 03:00:30 -0000", 30),
        ("Mon, 02 Mar 2026 02:00:00 GMT", 0),
        ("soon", None),
        ("1.5", None),
    ],
)
def test_how_long_a_server_wants_to_be_left_alone(said: str, seconds: float | None) -> None:
    assert asked_wait({"retry-after": said}, now=NOW) == seconds


def test_who_says_nothing_asks_for_nothing() -> None:
    assert asked_wait({}) is None


@given(said=st.text(max_size=40))
def test_whatever_a_server_says_is_survived(said: str) -> None:
    wait = asked_wait({"retry-after": said}, now=NOW)
    assert wait is None or wait >= 0


@given(tried=st.integers(1, 2000), asked=st.none() | st.floats(0, 75))
def test_waits_are_within_bounds(tried: int, asked: float | None) -> None:
    state = RetryCallState(Retrying(), None, (), {})
    state.attempt_number = tried
    error = AgainError("busy", asked)
    state.set_exception((AgainError, error, None))
    wait = wait_seconds(state)
    if asked is None:
        assert 0 <= wait <= min(32, 2 ** (tried - 1))
    else:
        assert asked <= wait <= asked + 1
