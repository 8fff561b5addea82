"""How long to wait before a server is asked again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from tenacity import RetryCallState, wait_random_exponential

LONGEST: Final = 75.0
"""Seconds that a server may ask to wait; whoever wants more is asked at the next sync."""

_BACKOFF: Final = wait_random_exponential(multiplier=1, max=32)


class AgainError(Exception):
    """There is no answer that counts, for a reason that may be gone a little later.

    `asked` are the seconds that the server asks to wait, None if it doesn't.
    """

    def __init__(self, reason: str, asked: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.asked = asked


def wait_seconds(state: RetryCallState) -> float:
    """Seconds to wait after a try: at random up to 1, 2, 4, …, 32, or a little more than the server asks.

    Full jitter, so that many who were turned away don't come back at once: Marc Brooker, "Exponential Backoff and
    Jitter" (AWS Architecture Blog, 2015).
    """
    error = state.outcome and state.outcome.exception()
    asked = error.asked if isinstance(error, AgainError) else None
    jitter = _BACKOFF(state)
    return jitter if asked is None else asked + min(jitter, 1)


def asked_wait(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """How many seconds the server asks to wait, None if it doesn't (`Retry-After`: RFC 9110 § 10.2.3)."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
