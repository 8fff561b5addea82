"""What is asked first, what answers settle, and what a person's weakest link holds together."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.identity.questions import (
    Answer,
    Question,
    Verdict,
    halves,
    in_order,
    probability,
    still_open,
    uncertainty,
)
from transforms.identity.spanning import Link, Record


def people(letter: str, records: int = 1) -> tuple[Record, ...]:
    return tuple(("vcard", f"{letter}{number}") for number in range(records))


def question(one: str, other: str, *, weight: float = 0.0, records: tuple[int, int] = (1, 1)) -> Question:
    """Whether two people, named by a letter each, are one."""
    ones, others = people(one, records[0]), people(other, records[1])
    return Question(ones, others, one, other, f"p{one}", f"p{other}", (ones[0], others[0]), weight)


def parting(letter: str, first: int, second: int) -> Question:
    """Whether the first records of a person are others' than the second ones."""
    records = people(letter, first + second)
    ones, others = records[:first], records[first:]
    return Question(ones, others, letter, letter, f"p{letter}", f"p{letter}", (ones[0], others[0]), 0.5)


# Worth


@pytest.mark.parametrize(("weight", "expected"), [(0, 0.5), (1, 2 / 3), (-1, 1 / 3), (inf, 1), (-inf, 0)])
def test_odds_in_bits_are_a_probability(weight: float, expected: float) -> None:
    assert probability(weight) == pytest.approx(expected)


def test_even_odds_are_the_most_uncertain() -> None:
    assert uncertainty(0) == 1
    assert uncertainty(3) == pytest.approx(uncertainty(-3))
    assert 0 < uncertainty(6) < uncertainty(3) < uncertainty(1) < 1
    assert uncertainty(inf) == pytest.approx(0, abs=1e-9)


def test_the_answer_that_changes_most_is_asked_for_first() -> None:
    sure, even, many, strange = (
        question("a", "b", weight=5),
        question("c", "d"),
        question("e", "f", weight=2, records=(3, 2)),
        question("g", "h", weight=-2.9),
    )
    assert in_order([sure, even, strange, many]) == [many, even, strange, sure]


def test_of_equal_questions_the_records_decide() -> None:
    equal = [question("c", "d"), question("a", "b"), question("b", "d")]
    assert in_order(equal) == in_order(equal[::-1]) == [equal[1], equal[2], equal[0]]


def test_a_question_of_one_person_says_so() -> None:
    assert parting("a", 1, 2).is_of_one_person
    assert not question("a", "b").is_of_one_person


# What answers settle


def left(questions: list[Question], *answers: tuple[Question, Verdict]) -> list[Question]:
    return still_open(questions, [Answer(*answer) for answer in answers])


AB, BC, AC, CD = question("a", "b"), question("b", "c"), question("a", "c"), question("c", "d")


def test_what_was_answered_is_asked_no_more() -> None:
    assert left([AB, BC, AC]) == [AB, BC, AC]
    assert left([AB, BC, AC], (AB, "unsure")) == [BC, AC]


def test_two_who_are_the_same_as_a_third_are_the_same() -> None:
    assert left([AB, BC, AC, CD], (AB, "same")) == [BC, AC, CD]
    assert left([AB, BC, AC, CD], (AB, "same"), (BC, "same")) == [CD]


def test_who_is_not_the_one_is_not_the_other_either() -> None:
    assert left([AB, BC, AC, CD], (AB, "same"), (BC, "different")) == [CD]
    assert left([AB, BC, AC, CD], (BC, "different"), (AB, "same")) == [CD]


def test_that_two_differ_from_a_third_says_nothing_of_the_two() -> None:
    assert left([AB, BC, AC], (AB, "different"), (BC, "different")) == [AC]


def test_of_somebody_who_was_parted_nothing_more_is_asked_for_now() -> None:
    part = parting("a", 1, 2)
    joining = question("a", "b", records=(3, 1))
    assert left([part, joining, BC], (part, "different")) == [BC]
    assert left([part, joining, BC], (part, "same")) == [joining, BC]


def test_somebody_who_is_the_same_as_another_as_a_whole_is_one() -> None:
    part = parting("a", 1, 2)
    joining = question("a", "b", records=(3, 1))
    assert left([part, joining], (joining, "same")) == []
    assert left([part, joining], (joining, "different")) == [part]


LETTERS = "abcdef"
ALL = [question(one, other) for one in LETTERS for other in LETTERS if one < other]


@given(st.permutations(ALL), st.integers(1, 3))
def test_answers_that_are_true_settle_everything_truly(order: list[Question], kinds: int) -> None:
    """Asked in any order, with people who are really of some kinds, only what is left open has to be asked."""
    truth = {letter: number % kinds for number, letter in enumerate(LETTERS)}
    answers: list[Answer] = []
    while open_now := still_open(order, answers):
        asked = open_now[0]
        answers.append(Answer(asked, "same" if truth[asked.name] == truth[asked.other_name] else "different"))
        assert still_open(order, answers) == [one for one in open_now if one in still_open(open_now, answers)]
    assert len(answers) <= len(ALL)
    if kinds == 1:
        assert len(answers) == len(LETTERS) - 1


@given(st.lists(st.sampled_from(["same", "different", "unsure"]), min_size=len(ALL), max_size=len(ALL)))
def test_a_question_never_comes_back(verdicts: list[Verdict]) -> None:
    answers: list[Answer] = []
    before = ALL
    for verdict in verdicts:
        if not before:
            return
        answers.append(Answer(before[0], verdict))
        after = still_open(ALL, answers)
        assert set(after) < set(before)
        before = after


# Halves


def test_a_person_falls_apart_where_the_link_is_weakest() -> None:
    a, b, c, d = people("a", 4)
    links = [Link(a, b, 9.0), Link(c, d, 8.0), Link(b, c, 1.5), Link(a, d, 1.0)]
    found = halves((a, b, c, d), links)
    assert found is not None
    assert (found.ones, found.others, found.link) == ((a, b), (c, d), Link(b, c, 1.5))


def test_the_first_record_of_the_link_is_among_the_ones() -> None:
    a, b, c = people("a", 3)
    found = halves((a, b, c), [Link(c, a, 1.0), Link(a, b, inf)])
    assert found is not None
    assert (found.ones, found.others) == ((c,), (a, b))


def test_one_record_alone_and_records_without_links_have_no_halves() -> None:
    a, b, c = people("a", 3)
    assert halves((a,), []) is None
    assert halves((a, b, c), [Link(a, b, 2.0)]) is None
