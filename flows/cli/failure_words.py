"""Why a source gave nothing, in a word or two, for tables."""

from typing import Final

_WORDS: Final = {
    "unreachable": "not reached",
    "sign_in": "sign in again",
    "held_back": "held back",
    "refused": "refused",
    "fault": "stumbled over",
}


def told_failure(failure: str | None) -> str:
    """A kind of failure (`flows.outcome.Failure`) in words; one that says nothing by itself has failed."""
    return _WORDS.get(failure or "", "failed")
