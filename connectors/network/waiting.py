"""How long to wait before a server is asked again."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 75.0
"""Seconds that a server may ask to wait; whoever wants more is asked at the next sync."""

_DOUBLINGS: Final = 5


def wait_seconds(tried: int, asked: float | None) -> float:
    """Seconds to wait after the `tried`-th try: at random up to 1, 2, 4, …, 32, or a little more than the server asks.

    Full jitter, so that many who were turned away don't come back at once: Marc Brooker, "Exponential Backoff and
    Jitter" (AWS Architecture Blog, 2015).
    """
    most = 2.0 ** min(tried - 1, _DOUBLINGS)
    jitter = random.uniform(0, most)  # noqa: S311 - spreads requests; nothing is kept secret by it
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
