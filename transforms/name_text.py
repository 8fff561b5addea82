"""The text of a name: junk off, asides apart, one case mended, other scripts in Latin letters."""

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

from anyascii import anyascii

from configs.words import word_list
from transforms.organisations import has_legal_form
from transforms.values import fold

HAN: Final = r"\u3400-\u9fff\uf900-\ufaff\u3005\u3007\U00020000-\U000323af"
KANA: Final = r"\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL: Final = r"\uac00-\ud7af\u1100-\u11ff\u3130-\u318f"
HAS_HAN: Final = re.compile(f"[{HAN}]")
HAS_KANA: Final = re.compile(f"[{KANA}]")
HAS_EAST_ASIAN: Final = re.compile(f"[{HAN}{KANA}{HANGUL}]")

_PLAIN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ƿ]+(?:[ '-][A-Za-zÀ-ÖØ-öø-ƿ]+)*")
_LATIN: Final = r"A-Za-zªºÀ-ÖØ-öø-ʸˠ-ˤᴀ-ᶿḀ-ỿⱠ-Ɀ꜠-ꟿꬰ-ꭤﬀ-ﬆＡ-Ｚａ-ｚʹ-˿"
_OTHER_SCRIPT: Final = re.compile(rf"[^\W\d_{_LATIN}]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_PICTURES: Final = re.compile(
    r"(?:[\u2190-\u2bff\u3000-\u3004\u3012-\u3020\u303d\u3297\u3299\ue000-\uf8ff\U0001f000-\U0001faff\U000e0020-\U000e007f©®™]"
    r"[\ufe0e\ufe0f\u200d\u20e3]*)+|[\ufe0e\ufe0f\u20e3]"
)
_INVISIBLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_LONE_COMMA: Final = re.compile(r"\s+,")
_WORD: Final = re.compile(r"\w")
_JOINING: Final = frozenset("&+/")
_JUNK_BEFORE: Final = " ,;:-–—_*~|/\\•·.=+#!?<>^`"
_JUNK_AFTER: Final = " ,;:-–—_*~|/\\•·=+#<>^`"
_ASIDE: Final = re.compile(
    r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}|[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]|(?<=\s)['‘‚]([^'‘’‚]+)['’‘](?=\s|$)"
)
_UNPAIRED: Final = re.compile(r"[()\[\]{}\"“”„«»]|(?<!\S)['‘’‚](?!\S)")
_NO_NAME: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|(?:https?://|www\.)\S+", re.IGNORECASE)
_SMALL_KANA: Final = re.compile(
    r"([きしちにひみりぎじぢびぴキシチニヒミリギジヂビピ])([ゃゅょャュョ])|(?P<double>[っッ])(?P<next>[か-ぽカ-ポ])"
)
_MOST_WORDS_OF_NICKNAME: Final = 3


class Asides(NamedTuple):
    """A name without what stood in brackets or quotation marks, and what that was."""

    text: str
    nicknames: tuple[str, ...] = ()
    maiden: str | None = None


def tidy_name(text: str | None) -> str | None:
    """A name without emoji, invisible signs and stray punctuation around it, in NFC; None where nothing is left."""
    if not text:
        return None
    if _PLAIN.fullmatch(text):
        return text
    seen = _PICTURES.sub(" ", _INVISIBLE.sub(" ", unicodedata.normalize("NFC", text)))
    words = [word for word in _LONE_COMMA.sub(",", seen).split() if word in _JOINING or _WORD.search(word)]
    tidied = " ".join(words).lstrip(_JUNK_BEFORE).rstrip(_JUNK_AFTER)
    return tidied if _WORD.search(tidied) else None


def is_name(text: str) -> bool:
    """Whether a text may be a name: it holds letters, and is no e-mail address, web address or phone number."""
    return _PLAIN.fullmatch(text) is not None or (_LETTER.search(text) is not None and not is_address(text))


def is_address(text: str) -> bool:
    """Whether a text is an e-mail address, a web address or a phone number that stands where a name should."""
    letters = len(_LETTER.findall(text))
    digits = sum(sign.isdecimal() for sign in text)
    return _NO_NAME.fullmatch(text) is not None or (digits > 4 and digits > letters)  # noqa: PLR2004 - a short number


def _kind_of_aside(content: str) -> str | None:
    words = fold(content).split()
    if not words or " ".join(words) in word_list("names")["asides"]["labels"] or has_legal_form(content):
        return None
    if all(word in _shown_suffixes() or word in word_list("names")["honorifics"]["plain"] for word in words):
        return None
    if words[0] in word_list("names")["asides"]["maiden"]:
        return "maiden" if len(words) > 1 else None
    is_short = len(words) <= _MOST_WORDS_OF_NICKNAME
    return "nickname" if is_short and is_name(content) and not any(sign.isdecimal() for sign in content) else None


def without_asides(text: str) -> Asides:
    """Take `Robert "Bob" Smith (née Jones)` apart; a text that is nothing but an aside is the name itself."""
    nicknames: list[str] = []
    maiden = None
    while found := _ASIDE.search(text):
        content = tidy_name(next(filter(None, found.groups()), "")) or ""
        rest = tidy_name(f"{text[: found.start()]} {text[found.end() :]}")
        if rest is None:
            text = content
            continue
        text = rest
        kind = _kind_of_aside(content)
        if kind == "nickname":
            nicknames.append(content)
        elif kind == "maiden":
            maiden = maiden or tidy_name(_UNPAIRED.sub(" ", content.partition(" ")[2]))
    before, birth_name = _maiden_at_end(tidy_name(_UNPAIRED.sub(" ", text)) or "")
    return Asides(before, tuple(nicknames), maiden or birth_name)


def _maiden_at_end(text: str) -> tuple[str, str | None]:
    """Anna Meier geb. Schmidt: what stands before the word and after it."""
    words = text.split()
    lists = word_list("names")["asides"]
    for at in range(1, len(words) - 1):
        word = fold(words[at])
        if word in lists["maiden"] and word not in lists["maiden_in_brackets_only"] and not words[at][0].isupper():
            return tidy_name(" ".join(words[:at])) or text, tidy_name(" ".join(words[at + 1 :]))
    return text, None


def is_in_one_case(text: str) -> bool:
    """Whether a name of several words came in capitals only or in small letters only."""
    return (text.isupper() or text.islower()) and re.search(r"\S[ ,]+\S", text) is not None


@cache
def _shown_suffixes() -> dict[str, str]:
    suffixes = word_list("names")["suffixes"]
    return {fold(shown): shown for shown in suffixes["shown"] if shown not in suffixes["in_capitals"]}


def _capitalised(letters: re.Match[str]) -> str:
    """One run of letters: McDonald, O'Brien, but John's."""
    run, start = letters[0], letters.start()
    follows_apostrophe = start > 0 and letters.string[start - 1] in "'’"
    if follows_apostrophe and len(run) == 1:
        return run.lower()
    if len(run) > 4 and run[:2].lower() == "mc":  # noqa: PLR2004 - a name follows the prefix
        return "Mc" + run[2].title() + run[3:].lower()
    return run[0].title() + run[1:].lower()


def in_usual_case(text: str, *, starts_name: bool = True) -> str:
    """A name from one case in the usual one: Jan van der Berg III, McDonald, O'Brien-Smith."""
    words = []
    for at, word in enumerate(text.split()):
        name, is_first = fold(word), starts_name and at == 0
        if not is_first and name in word_list("names")["particles"]["written_small"]:
            words.append(word.lower())
        elif not is_first and name in _shown_suffixes():
            words.append(_shown_suffixes()[name] + "," * word.endswith(","))
        else:
            words.append(re.sub(r"[^\W\d_]+", _capitalised, word))
    return unicodedata.normalize("NFC", " ".join(words))


def needs_latin(text: str) -> bool:
    """Whether a name holds letters of another script than the Latin one."""
    return not text.isascii() and _OTHER_SCRIPT.search(text) is not None


def in_latin(text: str) -> str | None:
    """A name in Latin letters, each word with a capital; Japanese is right only from kana."""
    words = [anyascii(_SMALL_KANA.sub(_contracted, word)).strip("'`") for word in text.replace("・", " ").split()]
    return " ".join(word[:1].upper() + word[1:].lower() for word in words if word) or None


def _contracted(kana: re.Match[str]) -> str:
    """Kana that are read as one: きょ is kyo, ジョ jo, ッタ tta."""
    if kana["double"]:
        following = anyascii(kana["next"])
        return following[:1] + kana["next"]
    first, second = anyascii(kana[1]), anyascii(kana[2])
    return first[:-1] + (second[1:] if first in {"shi", "chi", "ji"} else second)
