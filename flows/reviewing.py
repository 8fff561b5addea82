"""What `kith review` asks, and what becomes of the answers."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import Final, Protocol

from configs.settings import Settings
from flows.judging import across
from transforms.identity.questions import Answer, Question, Verdict, halves, in_order, still_open
from transforms.identity.spanning import Link, Record
from warehouse.evidence_reading import EvidenceReader
from warehouse.judgements import RecordKey
from warehouse.landing import LandingStore
from warehouse.lock import writing
from warehouse.reading import Row

WEAKEST: Final = 3.0
"""Bits of a person's weakest link below which it is a question whether they are one: odds of 8 to 1."""

COMMAND: Final = "review"


def open_questions(reader: EvidenceReader, *, is_again: bool = False) -> list[Question]:
    """What there is to ask, the question whose answer changes most first.

    With `is_again` also what somebody was unsure of.
    """
    apart = (_of_two(row) for row in reader.rows("open_questions", is_again=is_again))
    weak = _of_weak(reader.rows("weak_people", weakest=WEAKEST), is_again=is_again)
    return in_order([*apart, *weak])


def _of_two(row: Row) -> Question:
    """A question of two people."""
    return Question(
        ones=_records(row["records_a"]),
        others=_records(row["records_b"]),
        name=row["name_a"],
        other_name=row["name_b"],
        person_id=row["person_id_a"],
        other_person_id=row["person_id_b"],
        pair=_pair(row),
        weight=row["weight"],
        reason=row["reason"],
    )


def _of_weak(rows: Iterable[Row], *, is_again: bool) -> Iterator[Question]:
    """Questions of people that a weak link holds together; the rows of each follow one another."""
    for person_id, grouped in groupby(rows, itemgetter("person_id")):
        pairs = list(grouped)
        first = pairs[0]
        links = [Link(*_pair(row), inf if row["is_said"] else row["weight"]) for row in pairs]
        found = halves(_records(first["records"]), links)
        if found is None or found.link.weight == inf:
            continue
        if not is_again and any(row["is_unsure"] and _divides(found.ones, row) for row in pairs):
            continue
        yield Question(
            ones=found.ones,
            others=found.others,
            name=first["full_name"],
            other_name=first["full_name"],
            person_id=person_id,
            other_person_id=person_id,
            pair=(found.link.one, found.link.other),
            weight=first["weakest_link"],
        )


def evidence(reader: EvidenceReader, questions: Sequence[Question]) -> dict[Question, Row]:
    """The row of match_evidence that each question is about; the questions are asked for all at once."""
    pairs = [question.pair for question in questions]
    found = reader.rows(
        "evidence_of_pairs",
        sources_a=[one[0] for one, _ in pairs],
        record_ids_a=[one[1] for one, _ in pairs],
        sources_b=[other[0] for _, other in pairs],
        record_ids_b=[other[1] for _, other in pairs],
    )
    row_of = {_pair(row): row for row in found}
    return {question: row_of[question.pair] for question in questions}


def evidence_across(reader: EvidenceReader, question: Question) -> list[Row]:
    """The rows of match_evidence between the two sides of a question, the strongest first."""
    ones, others = set(question.ones), set(question.others)
    rows = reader.evidence_of(question.person_id)
    return [row for row in rows if {*_pair(row)} & ones and {*_pair(row)} & others]


def _records(keys: Iterable[Sequence[str]]) -> tuple[Record, ...]:
    return tuple((source, record_id) for source, record_id in keys)


def _pair(row: Row) -> tuple[Record, Record]:
    return (row["source_a"], row["record_id_a"]), (row["source_b"], row["record_id_b"])


def _divides(ones: Sequence[Record], row: Row) -> bool:
    """Whether exactly one record of a pair is among the ones."""
    one, other = _pair(row)
    return (one in ones) != (other in ones)


class Keeper(Protocol):
    """Where answers are kept."""

    def keep(self, question: Question, verdict: Verdict) -> int:
        """Keep an answer; returns the number of what can be taken back."""
        ...

    def take_back(self, action_id: int) -> None:
        """Take an answer back."""
        ...


@dataclass(frozen=True, slots=True)
class LandingKeeper:
    """Keeps answers in the landing store, which is locked for one answer at a time. `by` is who answers."""

    settings: Settings
    by: str

    def keep(self, question: Question, verdict: Verdict) -> int:
        """Keep an answer, publishing nothing yet; returns its number.

        Raises:
            UserError: it can't be true together with what was said before, or another process is writing.
        """
        ones, others = ([RecordKey(*record) for record in side] for side in (question.ones, question.others))
        with self._opened() as store:
            return store.judgements.add(COMMAND, across(ones, others, verdict), by=self.by)

    def take_back(self, action_id: int) -> None:
        """Take an answer back, publishing nothing yet.

        Raises:
            UserError: what was said since rests on it, or another process is writing.
        """
        with self._opened() as store:
            store.judgements.undo(by=self.by, action_id=action_id)

    @contextmanager
    def _opened(self) -> Iterator[LandingStore]:
        home = self.settings.home
        with writing(home, purpose=f"kith {COMMAND}"), LandingStore.open(home) as store:
            yield store


@dataclass(frozen=True, slots=True)
class _Step:
    """A question that was answered, or passed over where there is no verdict."""

    question: Question
    verdict: Verdict | None = None
    action_id: int | None = None


@dataclass(slots=True)
class Review:
    """A review in progress: what is asked now, and what was said so far."""

    questions: Sequence[Question]
    keeper: Keeper
    _steps: list[_Step] = field(default_factory=list)
    _open: list[Question] = field(init=False)

    def __post_init__(self) -> None:
        """Ask from the beginning."""
        self._open = list(self.questions)

    @property
    def current(self) -> Question | None:
        """What is asked now; None where nothing is left."""
        return self._open[0] if self._open else None

    @property
    def number(self) -> int:
        """The number of the question that is asked now, from 1."""
        return len(self._steps) + 1

    @property
    def total(self) -> int:
        """How many questions there are, as far as answers haven't settled others."""
        return len(self._steps) + len(self._open)

    @property
    def answered(self) -> int:
        """How many answers were given and stand."""
        return sum(step.verdict is not None for step in self._steps)

    @property
    def settled(self) -> int:
        """How many questions needn't be asked, since answers to others settle them."""
        return len(self.questions) - self.total

    def answer(self, verdict: Verdict) -> None:
        """Keep an answer, and go on to what it leaves open.

        Raises:
            UserError: it can't be kept; the question stays.
        """
        question = self._open[0]
        self._step(_Step(question, verdict, self.keeper.keep(question, verdict)))

    def pass_over(self) -> None:
        """Go on without an answer; the question comes again in the next review."""
        self._step(_Step(self._open[0]))

    def back(self) -> bool:
        """Return to the last question, its answer taken back; false where there is none.

        Raises:
            UserError: it can't be taken back; nothing changes.
        """
        if not self._steps:
            return False
        last = self._steps[-1]
        if last.action_id is not None:
            self.keeper.take_back(last.action_id)
        self._steps.pop()
        self._look_again()
        return True

    def _step(self, step: _Step) -> None:
        self._steps.append(step)
        self._look_again()

    def _look_again(self) -> None:
        passed = {step.question for step in self._steps if step.verdict is None}
        answers = [Answer(step.question, step.verdict) for step in self._steps if step.verdict is not None]
        self._open = [question for question in still_open(self.questions, answers) if question not in passed]
