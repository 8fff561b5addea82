"""What to ask about who is who: the question whose answer changes most first, and none that answers have settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import log2
from typing import Final, Literal, NamedTuple

from transforms.identity.spanning import Link, Record, parts, spanning_links

Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class Question:
    """Whether the records of two sides are one person's.

    ones, others   the records of either side
    name, other_name  who they are taken for
    person_id, other_person_id  the same id where they are one person as it stands, and the answer may part them
    pair           the two records whose link the question is about: the strongest between two people, the weakest that
                   holds one together
    weight         bits: log2 of the odds of that link
    reason         why it isn't settled by the weight alone, in a word of `match_evidence.reason`
    """

    ones: tuple[Record, ...]
    others: tuple[Record, ...]
    name: str
    other_name: str
    person_id: str
    other_person_id: str
    pair: tuple[Record, Record]
    weight: float
    reason: str | None = None

    @property
    def is_of_one_person(self) -> bool:
        """Whether they are one person as it stands."""
        return self.person_id == self.other_person_id

    @property
    def worth(self) -> float:
        """How much the answer may change: pairs of records that join or part, times how uncertain that is (0 to 1)."""
        return len(self.ones) * len(self.others) * uncertainty(self.weight)


class Answer(NamedTuple):
    """A question and what was said."""

    question: Question
    verdict: Verdict


class Halves(NamedTuple):
    """What a person falls into without its weakest link, and that link; its one record is among the `ones`."""

    ones: tuple[Record, ...]
    others: tuple[Record, ...]
    link: Link


CERTAIN: Final = 60.0
"""Bits beyond which a probability is 0 or 1 as far as numbers go."""


def probability(weight: float) -> float:
    """Of odds in bits."""
    bounded = max(-CERTAIN, min(CERTAIN, weight))
    return float(1 / (1 + 2**-bounded))


def uncertainty(weight: float) -> float:
    """The entropy (Shannon 1948) of a yes or no at odds in bits: 1 at even odds, near 0 where it is all but sure."""
    yes = probability(-abs(weight))
    return -yes * log2(yes) - (1 - yes) * log2(1 - yes)


def in_order(questions: Iterable[Question]) -> list[Question]:
    """The question whose answer may change most first; equal ones by their records, so that the order is always one."""
    return sorted(questions, key=lambda question: (-round(question.worth, 6), question.pair))


def still_open(questions: Sequence[Question], answers: Sequence[Answer]) -> list[Question]:
    """The questions that answers leave open, in the same order.

    Settled is what was answered, what follows (A is B and B is C: A is C; A is B and B isn't C: A isn't C), and for now
    what is about a person who was parted: there are two of them, and who is who shows when that is published.
    """
    group_of = _groups(answers)
    apart: dict[Record, set[Record]] = {}
    for question in (answer.question for answer in answers if answer.verdict == "different"):
        for one, other in product(question.ones, question.others):
            apart.setdefault(group_of[one], set()).add(group_of[other])
            apart.setdefault(group_of[other], set()).add(group_of[one])
    answered = {answer.question for answer in answers}
    return [
        question
        for question in questions
        if question not in answered
        and (
            (group_of.keys().isdisjoint(question.ones) and group_of.keys().isdisjoint(question.others))
            or not _is_settled(question, group_of, apart)
        )
    ]


def halves(records: Sequence[Record], links: Iterable[Link]) -> Halves | None:
    """The two halves that a person's weakest link holds together.

    None where there are fewer than two records, or the links don't hold them together.
    """
    spanning = spanning_links(links)
    found = parts(records, spanning[1:])
    if not spanning or len(found) != len(("ones", "others")):
        return None
    ones, others = found if spanning[0].one in found[0] else found[::-1]
    return Halves(tuple(ones), tuple(others), spanning[0])


def _groups(answers: Iterable[Answer]) -> dict[Record, Record]:
    """Of every record that an answer is about, one that stands for all that the answers say are the same person's."""
    records: list[Record] = []
    links: list[Link] = []
    for question, verdict in answers:
        both = (*question.ones, *question.others)
        records += both
        if verdict == "same":
            links += [Link(one, other, 0.0) for one, other in pairwise(both)]
    return {record: group[0] for group in parts(records, links) for record in group}


def _is_settled(question: Question, group_of: dict[Record, Record], apart: dict[Record, set[Record]]) -> bool:
    ones, others = ({group_of.get(record, record) for record in side} for side in (question.ones, question.others))
    both = ones | others
    return not ones.isdisjoint(others) or any(not apart.get(group, set()).isdisjoint(both) for group in both)
