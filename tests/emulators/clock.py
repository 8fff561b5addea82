"""A clock that tests set: nothing waits for a week to pass."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Gives the instant (UTC) that it was set to, and goes on only when told so."""

    def __init__(self, at: datetime = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, *, days: float = 0, seconds: float = 0) -> None:
        """Let time pass; less than nothing sets the clock back."""
        self.at += timedelta(days=days, seconds=seconds)

    def sleep(self, seconds: float) -> None:
        """What waits with this takes no time."""
        self.advance(seconds=seconds)
