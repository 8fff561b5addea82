import pytest

from configs.words import word_list
from flows.cli.evidence_words import factor, is_worth_telling, keys_told, odds, one_in, reason_told, tendency, told
from flows.cli.spelling import Spelling
from transforms.identity.evidence import REASONS
from transforms.identity.keys import KINDS
from transforms.identity.levels import LEVELS
from warehouse.reading import Row

SAID_OF_PAIRS = ("judged_same", "judged_different", "judged_unsure", "judgements_contradict")
DECIDED = ("by_others", "weak_bridge", "household", "too_little_in_common")


def clue(comparison: str, level: str, one: str | None = None, other: str | None = None, weight: float = 1.0) -> Row:
    return {"comparison": comparison, "level": level, "value_a": one, "value_b": other, "weight": weight}


def row(kind: str, said: str) -> Row:
    return {"kind": kind, "said": said}


# Words


@pytest.mark.parametrize("comparison", LEVELS)
def test_every_level_of_a_comparison_has_words_and_no_words_are_left_over(comparison: str) -> None:
    words = word_list("identity")["comparisons"][comparison]
    assert {*words} - {"title", "silent"} == {*LEVELS[comparison]} - {"missing"}


def test_no_comparison_is_left_over() -> None:
    assert {*word_list("identity")["comparisons"]} == {*LEVELS}


def test_every_key_and_every_reason_has_words() -> None:
    assert {*word_list("identity")["blocking_keys"]} == {*KINDS}
    assert {*word_list("identity")["reasons"]} == {*REASONS.values(), *SAID_OF_PAIRS, *DECIDED}


def test_a_word_that_the_list_lacks_is_told_as_it_is() -> None:
    assert told(clue("shoe_size", "nearly_equal", "9", "10")) == "shoe size: nearly equal: 9 / 10"
    assert reason_told("shoes_differ") == "shoes differ"
    assert keys_told(["email", "shoe_size"]) == "an e-mail address, shoe size"


def test_what_was_found_is_told_with_its_values() -> None:
    assert told(clue("email", "own", "a@example.org", "a@example.org")) == "same e-mail address: a@example.org"
    assert told(clue("given_name", "different", "anna", "alex")) == "different given names: anna / alex"
    assert told(clue("event", "together")) == "both attended one event"
    assert told(clue("given_name", "initial", "anna", None)) == "a given name and its initial: anna"
    assert told(clue("name_order", "straight", "anna roe", "anna roe")) == "given and family name in the same order"


# Numbers


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        (0.0, "×1.0"),
        (5.26, "×38"),
        (-4.72, "÷26"),
        (3.313, "×9.9"),
        (3.32, "×10"),
        (13.5, "×12,000"),
        (20.0, "×1.0 million"),
        (24.0, "×17 million"),
        (29.9, "×over a billion"),
        (300.0, "×over a billion"),
        (-39.9, "÷over a billion"),
        (-40.0, "rules it out"),
        (-100.0, "rules it out"),
    ],
)
def test_how_much_a_finding_says(weight: float, said: str) -> None:
    assert factor(weight) == said


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        (5.26, "38 to 1"),
        (-5.26, "1 to 38"),
        (0.0, "even odds"),
        (-0.01, "even odds"),
        (72.0, "over a billion to 1"),
        (-35.0, "1 to over a billion"),
        (-77.0, "ruled out"),
    ],
)
def test_odds(weight: float, said: str) -> None:
    assert odds(weight) == said


def test_the_prior_is_a_share() -> None:
    assert one_in(-7.638282925362471) == "1 in 200"
    assert one_in(-20.0) == "1 in 1.0 million"
    assert one_in(3.0) == "1 in 2.0"


def test_what_says_next_to_nothing_isnt_worth_telling() -> None:
    assert is_worth_telling(clue("city", "exact", weight=-0.25))
    assert not is_worth_telling(clue("source", "other", weight=0.13))


def test_tendencies_go_from_one_to_two_people() -> None:
    told_of = [tendency(weight) for weight in (None, 12.0, 5.0, 1.9, 0.0, -2.0, -8.0, -100.0)]
    assert told_of[0] == told_of[1] == "practically certain to be one person"
    assert told_of[4] == "it could be either"
    assert told_of[-1] == "practically certain to be two people"
    assert len(dict.fromkeys(told_of)) == 7


# Spelling


@pytest.mark.parametrize(
    ("comparison", "value", "kind", "said", "written"),
    [
        ("given_name", "elena", "name", "Елена Соколова", "Елена"),
        ("family_name", "soborgstrauss", "name", "Dr. Zoë Søborg-Strauß", "Søborg-Strauß"),
        ("organisation", "santossons", "work", "Baker, Santos & Sons LLC", "Santos & Sons"),
        ("street", "18ruedestilleuls", "address", "18 rue des Tilleuls, 69001 Lyon", "18 rue des Tilleuls"),
        ("phone", "7946000108", "phone", "+442079460001 08", "+442079460001 08"),
        ("phone", "02079460108", "phone", "+442079460108", "+442079460108"),
        ("birthday", "1982-09-08", "birthday", "1982-09-08", "1982-09-08"),
        ("email", "a@example.org", "email", "A@Example.org", "A@Example.org"),
        # what isn't found, or stands elsewhere, is told as it was compared
        ("given_name", "anna", "email", "anna@example.org", "anna"),
        ("phone", "02079460108", "phone", "+442079460109", "02079460108"),
        ("phone", "-", "phone", "+442079460109", "-"),
        ("event", "panel", "name", "Panel", "panel"),
    ],
)
def test_a_value_is_told_as_it_is_written(comparison: str, value: str, kind: str, said: str, written: str) -> None:
    assert Spelling([row(kind, said)], []).of(comparison, "a", value) == written


def test_each_end_has_its_own_spelling() -> None:
    spelling = Spelling([row("name", "ZOË ROE")], [row("name", "Zoe Roe")])
    assert told(clue("given_name", "exact", "zoe", "zoe"), spelling) == "same given name: ZOË / Zoe"
    assert spelling.of("given_name", "b", None) is None
