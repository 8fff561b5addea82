"""Whether two names can be one person's: the same, compatible, or in contradiction."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from configs.words import word_list

Agreement = Literal["same", "compatible", "contradiction"]

_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name as far as comparing goes.

    `key` is its Latin, lower-case tokens in alphabetical order without titles, `given` the given name in the same form
    ("" where the source doesn't say), `suffix` as normalised ("Jr.").
    """

    key: str
    given: str = ""
    suffix: str = ""


@cache
def agreement(one: NameForm, other: NameForm) -> Agreement:
    """How well two names agree; symmetric.

    same           equal tokens in any order, nicknames counting as the name ("Bob Smith", "Smith, Robert")
    compatible     one says less than the other ("J. Smith", "Anna"), or the given names agree (a married name)
    contradiction  everything else, and father and son: Jr. and Sr.
    """
    generations = {_generation(one.suffix), _generation(other.suffix)} - {""}
    if len(generations) > 1:
        return "contradiction"
    ours, theirs = set(one.key.split()), set(other.key.split())
    if _matches(ours, theirs) and _matches(theirs, ours):
        return "same" if not _has_initial(ours ^ theirs) else "compatible"
    fewer, more = sorted((ours, theirs), key=len)
    if _says_less(fewer, more, one, other):
        return "compatible"
    if one.given and other.given and _matches(set(one.given.split()[:1]), set(other.given.split()[:1])):
        return "compatible"
    return "contradiction"


def _says_less(fewer: set[str], more: set[str], one: NameForm, other: NameForm) -> bool:
    """Whether each token of the shorter name stands in the longer; a family name alone is a family's, no person's."""
    if not fewer or not _matches(fewer, more):
        return False
    return len(fewer) > 1 or not (one.given and other.given) or bool(fewer & {*one.given.split(), *other.given.split()})


def _generation(suffix: str) -> str:
    tokens = {token.strip(".,").lower() for token in suffix.split()}
    return next(iter(sorted(tokens & _GENERATIONS)), "")


def _has_initial(tokens: set[str]) -> bool:
    return any(len(token) == 1 for token in tokens)


def _matches(some: set[str], others: set[str]) -> bool:
    """Whether each of some tokens is one of the others, a nickname of one, or its initial (and the other way round)."""
    return all(any(_token_matches(token, other) for other in others) for token in some)


def _token_matches(token: str, other: str) -> bool:
    if token == other or (min(len(token), len(other)) == 1 and token[0] == other[0]):
        return True
    return bool(_names_behind(token) & _names_behind(other))


@cache
def _names_behind(token: str) -> frozenset[str]:
    """The names that a token may stand for ("alex" -> alexander, alexandra, alex)."""
    return frozenset({token, *_nicknames().get(token, ())})


@cache
def _nicknames() -> dict[str, tuple[str, ...]]:
    behind: dict[str, list[str]] = {}
    for name, *short_forms in word_list("nicknames")["names"]:
        for short_form in short_forms:
            behind.setdefault(short_form, []).append(name)
    return {short_form: tuple(names) for short_form, names in behind.items()}
