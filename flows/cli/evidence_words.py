"""Evidence in words: what was found, how much it says, and why a pair is kept apart."""

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING, Final

from configs.words import word_list
from warehouse.reading import Row

if TYPE_CHECKING:
    from flows.cli.spelling import Spelling

RULED_OUT: Final = 40.0
"""Bits against a pair from which on a number means nothing to anybody any more."""

_WORTH_TELLING: Final = 0.25
"""Bits from which on a finding is told by itself: it makes one person a fifth more or less likely."""

_MILLION: Final = 1e6
_BILLION: Final = 1e9


def told(clue: Row, spelling: "Spelling | None" = None) -> str:
    """What a comparison found, with the values: "different given names: Anna / Alex".

    `clue` is an element of `evidence`; `spelling` knows how the values were written.
    """
    words = word_list("identity")["comparisons"].get(clue["comparison"], {})
    phrase = str(words.get(clue["level"], f"{clue['comparison']}: {clue['level']}".replace("_", " ")))
    if clue["level"] in words.get("silent", ()):
        return phrase
    values = [
        spelling.of(clue["comparison"], end, clue[f"value_{end}"]) if spelling else clue[f"value_{end}"] for end in "ab"
    ]
    shown = list(dict.fromkeys(value for value in values if value))
    return f"{phrase}: {' / '.join(shown)}" if shown else phrase


def is_worth_telling(clue: Row) -> bool:
    """Whether a finding says enough to be told by itself."""
    return bool(abs(clue["weight"]) >= _WORTH_TELLING)


def factor(weight: float) -> str:
    """How much a finding says: "×38" makes one person 38 times as likely, "÷26" that many times less."""
    if weight <= -RULED_OUT:
        return "rules it out"
    return f"{'×' if weight >= 0 else '÷'}{_rounded(2 ** min(abs(weight), RULED_OUT))}"


def odds(weight: float) -> str:
    """The odds of one person, of log2 odds: "38 to 1", "even", "1 to 12"."""
    if weight <= -RULED_OUT:
        return "ruled out"
    number = _rounded(2 ** min(abs(weight), RULED_OUT))
    if number == "1.0":
        return "even odds"
    return f"{number} to 1" if weight > 0 else f"1 to {number}"


def one_in(weight: float) -> str:
    """The share of pairs that are one person's, of log2 odds below 0: "1 in 200"."""
    return f"1 in {_rounded(2 ** -min(weight, 0.0) + 1)}"


def reason_told(reason: str) -> str:
    """Why a pair is decided as it is; goes on after "because"."""
    return str(word_list("identity")["reasons"].get(reason, reason.replace("_", " ")))


def keys_told(keys: Sequence[str]) -> str:
    """What both share that made them worth comparing: "an e-mail address, the name"."""
    words = word_list("identity")["blocking_keys"]
    return ", ".join(str(words.get(key, key.replace("_", " "))) for key in keys)


def tendency(weight: float | None) -> str:
    """Which way the evidence points, of log2 odds: a few words for a person who has to decide."""
    bits = inf if weight is None else weight
    scale = word_list("identity")["tendencies"]
    return next(str(step["words"]) for step in scale if bits >= step["bits"])


def _rounded(number: float) -> str:
    """A number as people say it: two digits that count; beyond a billion none does."""
    if number >= _BILLION:
        return "over a billion"
    return f"{_of_two_digits(number / _MILLION)} million" if number >= _MILLION else _of_two_digits(number)


def _of_two_digits(number: float) -> str:
    return f"{number:.1f}" if number < 9.95 else f"{float(f'{number:.2g}'):,.0f}"  # noqa: PLR2004 - rounds to 10
