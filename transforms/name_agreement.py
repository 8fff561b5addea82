"""Whether two names can be one person's: the same, compatible, or in contradiction."""

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from configs.words import word_list

Agreement = Literal["same", "compatible", "contradiction"]

_GENERATIONS: Final = frozenset({"jr", "sr", "jun", "sen", "ii", "iii", "iv"})
_SAME_GENERATION: Final = {"jun": "jr", "sen": "sr"}
_MOST_WORDS: Final = 20
"""Words of the longest name that is compared word by word; a longer one is a text, and only equal to itself."""


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name as far as comparing goes.

    `key` is its Latin, lower-case words in alphabetical order without titles, `given` the given name in the same form
    ("" where the source doesn't say; in its own script where the key was read from another), `suffix` as normalised
    ("Jr.").
    """

    key: str
    given: str = ""
    suffix: str = ""

    @property
    def generation(self) -> str:
        """jr, sr, ii, … where the suffix says so, else ""."""
        words = {word.strip(".,").lower() for word in self.suffix.split()} & _GENERATIONS
        return min((_SAME_GENERATION.get(word, word) for word in words), default="")


def is_identical(one: NameForm, other: NameForm) -> bool:
    """Whether two names are written alike, but for their order, accents and titles."""
    return one.key == other.key and one.generation == other.generation


def agreement(one: NameForm, other: NameForm) -> Agreement:
    """How well two names agree; symmetric, and every name agrees with itself.

    same           equal words in any order, nicknames counting as the name ("Bob Smith", "Smith, Robert"), and names
                   that are written together or apart ("Mei-Ling", "Meiling")
    compatible     one says less than the other ("J. Smith", "Anna"), or the given names agree (a married name), or
                   one is in a script that has no Latin reading (a Japanese name in kanji): there is nothing to compare
    contradiction  everything else, and father and son: Jr. and Sr.
    """
    if one.generation and other.generation and one.generation != other.generation:
        return "contradiction"
    ours, theirs = one.key.split(), other.key.split()
    if one.key == other.key or _is_joined(ours, theirs) or _is_joined(theirs, ours):
        return "same"
    if max(len(ours), len(theirs)) > _MOST_WORDS:
        return "contradiction"
    if len(ours) == len(theirs) and _fits(ours, theirs):
        return "compatible" if _has_initial(set(ours) ^ set(theirs)) else "same"
    is_compatible = (
        one.key.isascii() != other.key.isascii()
        or _says_less(one, other)
        or _says_less(other, one)
        or _is_one_given_name(one, other)
    )
    return "compatible" if is_compatible else "contradiction"


def _says_less(one: NameForm, other: NameForm) -> bool:
    """Whether each word of a name stands in another that has more; a given name alone must be a given name there."""
    fewer, more = one.key.split(), other.key.split()
    if not fewer or len(fewer) >= len(more) or not _fits(fewer, more):
        return False
    given = other.given.split()
    is_comparable = bool(one.given and given) and {*given} <= {*more}
    return len(fewer) > 1 or not is_comparable or any(_word_matches(fewer[0], word) for word in given)


def _is_one_given_name(one: NameForm, other: NameForm) -> bool:
    """Whether both have the same first given name, written out: a family name may have changed."""
    ours, theirs = one.given.split()[:1], other.given.split()[:1]
    if not ours or not theirs or _has_initial({*ours, *theirs}):
        return False
    return _word_matches(ours[0], theirs[0])


def _is_joined(ours: list[str], theirs: list[str]) -> bool:
    """Whether one name has a word where the other has its two parts, in either order, and all else is equal."""
    if len(ours) != len(theirs) - 1 or len(theirs) > _MOST_WORDS:
        return False
    joined, parts = [word for word in ours if word not in theirs], [word for word in theirs if word not in ours]
    if len(joined) != 1 or len(parts) != 2:  # noqa: PLR2004 - two parts of one word
        return False
    return joined[0] in {parts[0] + parts[1], parts[1] + parts[0]}


def _has_initial(words: set[str]) -> bool:
    return any(len(word) == 1 for word in words)


def _fits(fewer: list[str], more: list[str]) -> bool:
    """Whether each word of one name finds a word of its own in the other: equal, a nickname of it, or its initial.

    Augmenting paths, since an initial may stand for several words and the first choice needn't be the right one.
    """
    holder: dict[int, int] = {}

    def place(word: int, tried: set[int]) -> bool:
        for seat, other in enumerate(more):
            if seat in tried or not _word_matches(fewer[word], other):
                continue
            tried.add(seat)
            if seat not in holder or place(holder[seat], tried):
                holder[seat] = word
                return True
        return False

    return all(place(word, set()) for word in range(len(fewer)))


def _word_matches(word: str, other: str) -> bool:
    if word == other or (min(len(word), len(other)) == 1 and word[0] == other[0]):
        return True
    return bool(_names_behind(word) & _names_behind(other))


@cache
def _names_behind(word: str) -> frozenset[str]:
    """The names that a word may stand for ("alex" -> alexander, alexandra, alex)."""
    return frozenset({word, *_nicknames().get(word, ())})


@cache
def _nicknames() -> dict[str, tuple[str, ...]]:
    behind: dict[str, list[str]] = {}
    for name, *short_forms in word_list("nicknames")["names"]:
        for short_form in short_forms:
            behind.setdefault(short_form, []).append(name)
    return {short_form: tuple(names) for short_form, names in behind.items()}
