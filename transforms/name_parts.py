"""Splits a whole name into its parts, by the rules of the script and the language that it shows."""

import re
from functools import cache
from typing import Final, NamedTuple

from configs.words import word_list
from transforms.name_text import HAN, HANGUL, HAS_EAST_ASIAN, HAS_KANA
from transforms.organisations import has_legal_form, read_organisation
from transforms.values import fold

_ALL_HAN: Final = re.compile(rf"[{HAN}]{{2,4}}")
_ALL_HANGUL: Final = re.compile(rf"[{HANGUL}]{{2,5}}")
_HAS_OTHER_LETTERS: Final = re.compile(r"[A-Za-z\u0370-\u06ff]")
_LONGEST_FAMILY: Final = 4
"""Words of a family name before a comma: where more stand there the comma isn't that of `Doe, John`."""


class Parts(NamedTuple):
    """A name in parts. `is_inverted` says that it was written family name first, with a comma."""

    prefix: str | None = None
    given: str | None = None
    middle: str | None = None
    family: str | None = None
    suffix: str | None = None
    is_inverted: bool = False


@cache
def _words(group: str, name: str) -> frozenset[str]:
    return frozenset(word_list("names")[group][name])


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(fold(shown) for shown in word_list("names")["suffixes"]["shown"])


def _is_suffix(word: str, *, after_comma: bool, in_capitals: bool) -> bool:
    plain = word.replace(".", "")
    if plain in _words("suffixes", "in_capitals"):
        return after_comma or "." in word or not in_capitals
    return fold(word) in _suffixes() and plain.upper() not in _words("suffixes", "in_capitals")


def _text(words: list[str]) -> str | None:
    return " ".join(words) or None


def split_honorifics(text: str) -> tuple[str | None, str]:
    """The honorifics at the start of a name, and the rest of it, which is never empty."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and _is_honorific(words[count], follows_another=count > 0):
        count += 1
    return _text(words[:count]), " ".join(words[count:])


def _is_honorific(word: str, *, follows_another: bool) -> bool:
    plain = fold(word)
    if plain in _words("honorifics", "plain"):
        return True
    if not word.endswith("."):
        return False
    return plain in _words("honorifics", "with_dot") or (
        follows_another and plain in _words("honorifics", "after_another")
    )


def split_suffixes(text: str, *, least: int = 1) -> tuple[str, str | None]:
    """A name without the suffixes at its end ("Jr.", "PhD, MBA"), and those. At least `least` words are left."""
    first, *later = [piece.strip() for piece in text.split(",")]
    suffixes: list[str] = []
    while later and all(_is_suffix(word, after_comma=True, in_capitals=False) for word in later[-1].split()):
        suffixes[:0] = filter(None, [later.pop()])
    rest = ", ".join([first, *later])
    words, in_capitals = rest.split(), text.isupper()
    while len(words) > least and _is_suffix(words[-1].rstrip(","), after_comma=False, in_capitals=in_capitals):
        suffixes.insert(0, words.pop().rstrip(","))
    return " ".join(words).rstrip(", ") or text, ", ".join(suffixes) or None


def split_name(text: str) -> Parts:
    """The parts of a person's whole name; none where it can't be told (two people, a firm, kanji without a reading).

    `Doe, John` is turned round, `Smith, Jr.` and `Acme, Inc.` are not. Family names come first in East Asian scripts
    and before a Russian father's name; particles (van der, de la, al) belong to the family name.
    """
    if HAS_EAST_ASIAN.search(text) and not _HAS_OTHER_LETTERS.search(text):
        return _split_east_asian(text)
    prefix, rest = split_honorifics(text)
    rest, suffix = split_suffixes(rest)
    pieces = [piece.strip() for piece in rest.split(",")]
    words = rest.split()
    if has_legal_form(text) or len(pieces) > 2 or _is_several(words):  # noqa: PLR2004 - Doe, John
        return Parts()
    if len(pieces) == 2:  # noqa: PLR2004 - Doe, John
        return _inverted(pieces[0], pieces[1], prefix, suffix)
    if len(words) > 1 and fold(words[0]) in _words("honorifics", "households"):
        return Parts(family=_text(words[1:])) if fold(words[0]) != "the" else Parts()
    return _in_order(words, prefix, suffix)


def _is_several(words: list[str]) -> bool:
    return any(word.lower() in _words("several", "words") for word in words[1:-1])


def _inverted(family: str, rest: str, prefix: str | None, suffix: str | None) -> Parts:
    is_firm = read_organisation(f"{family} {rest}").key == fold(family)
    if is_firm or not fold(family) or not fold(rest) or len(family.split()) > _LONGEST_FAMILY:
        return Parts()
    own_prefix, rest = split_honorifics(rest)
    family, own_suffix = split_suffixes(family)
    given = rest.split()
    at = next((at for at in range(1, len(given)) if _are_particles(given[at:])), len(given))
    return Parts(
        _text([*filter(None, [prefix, own_prefix])]),
        given[0],
        _text(given[1:at]),
        " ".join([*given[at:], family]),
        suffix or own_suffix,
        is_inverted=True,
    )


def _are_particles(words: list[str]) -> bool:
    return all(word.islower() and fold(word) in _words("particles", "any_case") for word in words)


def _is_particle(word: str) -> bool:
    plain = fold(word)
    if plain in _words("particles", "any_case"):
        return not word.endswith(".")
    return word.islower() and plain in _words("particles", "lower_case")


def _family_starts(words: list[str]) -> int:
    """Where the family name begins: at the first particle after the given name, else at the last word."""
    for at in range(1, len(words) - 1):
        if words[at].lower() in _words("particles", "joining") and at > 1:
            return at - 1
        if _is_particle(words[at]):
            return at
    return len(words) - 1


def _in_order(words: list[str], prefix: str | None, suffix: str | None) -> Parts:
    if len(words) == 1 or (_is_particle(words[0]) and words[0].islower()):
        is_family = prefix is not None or suffix is not None or len(words) > 1
        name = _text(words)
        return Parts(prefix, None if is_family else name, None, name if is_family else None, suffix)
    endings = tuple(_words("patronymics", "endings"))
    if len(words) == 3 and words[2].lower().endswith(endings) and not words[1].lower().endswith(endings):  # noqa: PLR2004
        return Parts(prefix, words[1], words[2], words[0], suffix)
    at = _family_starts(words)
    return Parts(prefix, words[0], _text(words[1:at]), _text(words[at:]), suffix)


def reads_as_japanese(text: str, *, family: str | None) -> bool:
    """Whether a name in kanji is rather Japanese than Chinese: kana in it, or no family name that is Chinese."""
    if HAS_KANA.search(text) or "々" in text or family is None:
        return True
    return len(family) > 1 and family not in _words("east_asia", "double")


def _split_east_asian(text: str) -> Parts:
    words = text.split()
    if "・" in text and len(words) == 1:  # a foreign name in katakana keeps its own order
        given, *middle, family = text.split("・")
        return Parts(given=given or None, middle=_text(middle), family=family or None)
    if len(words) == 2:  # noqa: PLR2004 - family and given name
        return Parts(given=words[1], family=words[0])
    if len(words) > 1 or HAS_KANA.search(text) or "々" in text:
        return Parts()
    if _ALL_HANGUL.fullmatch(text) or _ALL_HAN.fullmatch(text):
        is_double = text[:2] in _words("east_asia", "double") and len(text) > 2  # noqa: PLR2004 - a family name of two
        at = 2 if is_double else 1
        is_chinese_or_korean = is_double or len(text) <= 3  # noqa: PLR2004 - longer ones are mostly Japanese
        return Parts(given=text[at:], family=text[:at]) if is_chinese_or_korean else Parts()
    return Parts()
