"""What became of a source in a sync: counts, or why there are none."""

from dataclasses import dataclass, field
from typing import Final, Literal

from configs.errors import RefusedError, SignInError, UnreachableError, UserError
from connectors.records import Reject, Skipped
from warehouse.merging import Counts, LossError

Failure = Literal["unreachable", "sign_in", "held_back", "refused", "fault", "error"]
"""Why a source gave nothing.

unreachable: its server can't be reached now. sign_in: it doesn't take the sign-in. held_back: more than half of its
records would go. refused: its server does what Kith refuses. fault: Kith stumbled. error: anything else, as it says.
"""

_FAILURES: Final[tuple[tuple[type[UserError], Failure], ...]] = (
    (LossError, "held_back"),
    (SignInError, "sign_in"),
    (RefusedError, "refused"),
    (UnreachableError, "unreachable"),
)


class StumbledError(UserError):
    """A fault of Kith's in reading one source, which keeps no other from being read; its traceback is in the log."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source.

    name      what the settings call it
    source    its key in the warehouse
    title     what people call what is read there
    counts    of its records
    failure   why there are none, if so; `message` says it in words
    skipped   what was left out, and why
    rejects   what could not be read
    """

    name: str
    source: str
    title: str
    counts: Counts = field(default_factory=Counts)
    failure: Failure | None = None
    message: str | None = None
    skipped: tuple[Skipped, ...] = ()
    rejects: tuple[Reject, ...] = ()


def failure_of(error: UserError) -> Failure:
    """The kind of an error."""
    if isinstance(error, StumbledError):
        return "fault"
    return next((failure for kind, failure in _FAILURES if isinstance(error, kind)), "error")
