"""A review: what is asked next, what was said, and the way back."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from configs.errors import UserError
from configs.settings import Settings
from flows.judging import publish_words
from flows.reviewing import LandingKeeper, Review, evidence, evidence_across, open_questions
from tests.flows.looking import landing, warehouse
from transforms.identity.questions import Question, Verdict
from warehouse.evidence_reading import EvidenceReader
from warehouse.lock import BusyError, writing


class Notebook:
    """Keeps answers in a list."""

    def __init__(self) -> None:
        self.kept: list[tuple[Question, Verdict] | None] = []

    def keep(self, question: Question, verdict: Verdict) -> int:
        self.kept.append((question, verdict))
        return len(self.kept) - 1

    def take_back(self, action_id: int) -> None:
        self.kept[action_id] = None


class Full:
    """Where nothing can be kept."""

    def keep(self, _question: Question, _verdict: Verdict) -> int:
        raise UserError("There is no room.")

    def take_back(self, _action_id: int) -> None:
        raise UserError("There is no room.")


@pytest.fixture
def reader(doubtful_home: Path) -> Iterator[EvidenceReader]:
    with EvidenceReader.open(doubtful_home) as opened:
        yield opened


def names(questions: list[Question]) -> list[str]:
    return [f"{question.name} {question.other_name}" for question in questions]


# What is asked


def test_the_questions_are_of_two_people_and_of_two_halves_of_one(reader: EvidenceReader) -> None:
    found = open_questions(reader)
    assert names(found) == [
        "Jane Doe0 Jane Doe1",
        "Jane Doe1 Jane Doe2",
        "Jane Doe0 Jane Doe2",
        "Jane Doe4 Jane Doe4",
    ]
    assert [question.is_of_one_person for question in found] == [False, False, False, True]
    assert found[0].ones == (("vcard:one", "card-0"), ("vcard:two", "card-0"))
    assert (found[3].ones, found[3].others) == ((("vcard:one", "card-4"),), (("vcard:two", "card-4"),))
    assert [question.weight for question in found] == [0.0, 1.0, -2.0, pytest.approx(0.7)]
    assert [question.reason for question in found] == [None, "weak_bridge", None, None]


def test_what_somebody_was_unsure_of_is_asked_again_where_that_is_wanted(reader: EvidenceReader) -> None:
    assert "Jane Doe2 Jane Doe3" in names(open_questions(reader, is_again=True))


def test_the_evidence_of_a_question_and_all_between_its_sides(reader: EvidenceReader) -> None:
    found = open_questions(reader)
    assert {question: row["reason"] for question, row in evidence(reader, found).items()}[found[1]] == "weak_bridge"
    assert [row["decision"] for row in evidence_across(reader, found[0])] == ["review"]
    assert [row["decision"] for row in evidence_across(reader, found[3])] == ["same"]
    assert evidence(reader, []) == {}


@pytest.mark.parametrize(("reason", "now", "again"), [("judged_same", 3, 4), ("judged_unsure", 3, 5), (None, 4, 5)])
def test_of_a_weak_link_that_was_judged_nothing_is_asked(
    doubtful_home: Path, reason: str | None, now: int, again: int
) -> None:
    with duckdb.connect(str(doubtful_home / "warehouse.duckdb")) as connection:
        connection.execute("update match_evidence set reason = ? where record_id_a = 'card-4'", [reason])
    with EvidenceReader.open(doubtful_home) as reader:
        assert len(open_questions(reader)) == now
        assert len(open_questions(reader, is_again=True)) == again


def test_of_records_that_nothing_compared_nothing_is_asked(doubtful_home: Path) -> None:
    with duckdb.connect(str(doubtful_home / "warehouse.duckdb")) as connection:
        connection.execute(
            "update source_record set person_id = "
            "(select any_value(person_id) from source_record where record_id = 'card-4') where record_id = 'card-3'"
        )
    with EvidenceReader.open(doubtful_home) as reader:
        assert not [question for question in open_questions(reader) if question.is_of_one_person]


# A review


def test_answers_lead_on_and_settle_what_follows(reader: EvidenceReader) -> None:
    notebook = Notebook()
    review = Review(open_questions(reader), notebook)
    seen = []
    while question := review.current:
        seen.append((review.number, review.total, question.name))
        review.answer("same")
    assert seen == [(1, 4, "Jane Doe0"), (2, 4, "Jane Doe1"), (3, 3, "Jane Doe4")]
    assert (review.answered, review.settled) == (3, 1)
    assert [kept and kept[1] for kept in notebook.kept] == ["same"] * 3


def test_the_way_back_takes_an_answer_back(reader: EvidenceReader) -> None:
    notebook = Notebook()
    review = Review(open_questions(reader), notebook)
    assert not review.back()
    first = review.current
    review.answer("same")
    review.answer("same")
    assert review.total == 3
    assert review.back()
    assert review.back()
    assert (review.current, review.number, review.total, review.answered) == (first, 1, 4, 0)
    assert notebook.kept == [None, None]


def test_a_question_that_is_passed_over_comes_no_more_in_this_review(reader: EvidenceReader) -> None:
    notebook = Notebook()
    review = Review(open_questions(reader), notebook)
    first = review.current
    review.pass_over()
    assert review.current != first
    assert (review.number, review.total, review.answered) == (2, 4, 0)
    assert review.back()
    assert review.current == first
    assert notebook.kept == []


def test_what_cannot_be_kept_is_not_counted(reader: EvidenceReader) -> None:
    review = Review(open_questions(reader), Full())
    first = review.current
    with pytest.raises(UserError, match="no room"):
        review.answer("same")
    assert (review.current, review.answered) == (first, 0)


def test_an_answer_that_cannot_be_taken_back_stands(reader: EvidenceReader, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook()
    review = Review(open_questions(reader), notebook)
    review.answer("unsure")
    monkeypatch.setattr(notebook, "take_back", Full().take_back)
    with pytest.raises(UserError, match="no room"):
        review.back()
    assert review.answered == 1


# What is kept


def test_an_answer_is_kept_of_every_pair_of_records_and_published_later(
    reader: EvidenceReader, settings: Settings, home: Path
) -> None:
    first, *_, parting = open_questions(reader)
    keeper = LandingKeeper(settings, "ada")
    keeper.keep(first, "same")
    keeper.keep(parting, "different")
    said = "select verdict, judged_by, count(*) from judgement group by all order by all"
    assert landing(home, said) == [("different", "ada", 1), ("same", "ada", 4)]
    published = reader.query("select * from judgement")
    assert published is not None
    assert published.fetchall() == []


@pytest.mark.usefixtures("doubtful_home")
def test_what_was_said_is_so_once_it_is_published(settings: Settings, home: Path) -> None:
    keeper = LandingKeeper(settings, "ada")
    with EvidenceReader.open(home) as reader:
        first, second, _, parting = open_questions(reader)
    keeper.keep(first, "same")
    keeper.keep(parting, "different")
    keeper.take_back(keeper.keep(second, "same"))
    publish_words(settings, command="review")
    people = "select list(distinct record_id order by record_id) from source_record group by person_id order by 1"
    assert [cards for (cards,) in warehouse(home, people)] == [
        ["card-0", "card-1"],
        ["card-2"],
        ["card-3"],
        ["card-4"],
        ["card-4"],
    ]
    with EvidenceReader.open(home) as reader:
        assert not [question for question in open_questions(reader) if question.pair in {first.pair, parting.pair}]


def test_an_answer_waits_for_nobody(reader: EvidenceReader, settings: Settings, home: Path) -> None:
    question = open_questions(reader)[0]
    with writing(home, purpose="kith import"), pytest.raises(BusyError, match="kith import"):
        LandingKeeper(settings, "ada").keep(question, "same")
