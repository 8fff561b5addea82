"""`kith review` from outside: lists, a review at a terminal, and what becomes of its answers."""

import io
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from flows.cli import review_command
from flows.cli.console import out
from flows.reviewing import LandingKeeper
from tests.flows.cli.conftest import Kith, Ran
from tests.flows.looking import landing, warehouse
from warehouse.lock import writing

JUDGED = "select verdict, count(*) from judgement where is_current group by all order by all"

KEPT = "select verdict, count(*) from judgement group by all order by all"

Session = Callable[..., Ran]


@pytest.fixture
def at_terminal(doubtful: Kith, monkeypatch: pytest.MonkeyPatch) -> Session:
    """`at_terminal("sd", "--limit", 2)` types the keys into a review, and returns what is said after it."""
    monkeypatch.setattr(review_command, "is_answered", lambda: True)
    monkeypatch.setattr(type(out), "is_terminal", property(lambda _console: True))
    screen = Vt100_Output(io.StringIO(), lambda: Size(rows=40, columns=100))

    def session(keys: str, *options: str | int) -> Ran:
        with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=screen):
            keyboard.send_text(keys)
            return doubtful("review", *map(str, options))

    return session


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would be published, by command; it isn't."""
    commands: list[str] = []
    monkeypatch.setattr("flows.judging.publish_words", lambda *_, **told: commands.append(told["command"]))
    return commands


# Lists


def test_the_questions_are_listed_where_there_is_no_terminal(doubtful: Kith) -> None:
    ran = doubtful("review")
    assert ran.code == 0
    assert "There is no terminal to ask at: this is the list of questions." in ran.complaint
    assert ran.out == doubtful("review", "--list").out
    assert "4 questions." in ran.words
    assert max(map(len, ran.out.splitlines()[:-1])) <= 80


def test_a_row_says_who_how_likely_and_why(doubtful: Kith) -> None:
    words = doubtful("review", "--list").words
    assert words.startswith("# Who Likely one For (+) and against (-) 1 Jane Doe0 p")
    assert re.search(r"Jane Doe1 \w+ .*50%|50% .*Jane Doe1", words)
    assert "+ same phone number" in words
    assert "- different given names" in words
    assert "1 record and 1 record apart?" in words


def test_a_list_can_be_cut_short_and_says_so(doubtful: Kith) -> None:
    words = doubtful("review", "--list", "--limit", "1").words
    assert "Doe2" not in words
    assert "4 questions. 3 of them not shown (--limit 0 shows all)." in words
    assert "not shown" not in doubtful("review", "--list", "--limit", "0").words


def test_the_questions_as_json_say_everything(doubtful: Kith) -> None:
    rows: list[dict[str, Any]] = json.loads(doubtful("review", "--format", "json").out)
    assert [row["asks"] for row in rows] == ["whether two people are one"] * 3 + ["whether one person is two"]
    first, second, *_ = rows
    assert [side["full_name"] for side in first["sides"]] == ["Jane Doe0", "Jane Doe1"]
    assert first["sides"][0]["records"][1] == {"source": "vcard:two", "record_id": "card-0"}
    assert (first["weight"], first["probability"], first["worth"], first["reason"]) == (0, 0.5, 4, None)
    assert [clue["weight"] for clue in first["evidence"]] == [9, -2]
    assert all(clue["words"] for clue in first["evidence"])
    assert second["reason"] == "weak_bridge"
    assert second["because"]
    assert len(json.loads(doubtful("review", "--format", "json", "--limit", "2").out)) == 2


def test_what_was_unsure_is_listed_again_where_that_is_wanted(doubtful: Kith) -> None:
    assert "Doe3" not in doubtful("review", "--list").words
    assert "Doe3" in doubtful("review", "--list", "--again").words


def test_there_is_nothing_to_review(imported: Kith) -> None:
    ran = imported("review", "--list")
    assert (ran.code, ran.words) == (0, "Nothing to review: there is nobody of whom Kith isn't sure.")
    assert json.loads(imported("review", "--format", "json").out) == []


def test_nothing_was_imported(kith: Kith) -> None:
    ran = kith("review", "--list")
    assert ran.code == 1
    assert "There is no warehouse yet" in ran.complaint


@pytest.mark.parametrize("wrong", [["--format", "text"], ["--limit", "-1"], ["somebody"]])
def test_wrong_usage(doubtful: Kith, wrong: list[str]) -> None:
    assert doubtful("review", *wrong).code == 2


# At a terminal


def test_answers_are_kept_and_published(at_terminal: Session, home: Path) -> None:
    ran = at_terminal("sdd")
    assert ran.code == 0
    assert ran.words == "3 answers, which settle 1 more; nothing is left to ask. The warehouse is made anew with them."
    assert landing(home, KEPT) == [("different", 5), ("same", 4)]
    assert warehouse(home, JUDGED) == [("different", 5), ("same", 4)]
    card = "select count(distinct person_id) from source_record where record_id in ('card-0', 'card-1')"
    assert warehouse(home, card) == [(1,)]


@pytest.mark.usefixtures("published")
def test_who_answers_can_be_said(at_terminal: Session, home: Path) -> None:
    at_terminal("uq", "--by", "Ada")
    assert landing(home, "select distinct command, judged_by from judgement") == [("review", "Ada")]


@pytest.mark.parametrize("leave", ["q", "\x03", "\x04"])
def test_who_leaves_early_keeps_what_was_answered(
    at_terminal: Session, home: Path, leave: str, published: list[str]
) -> None:
    ran = at_terminal(f"s{leave}")
    assert ran.words == "1 answer; 3 left. The warehouse is made anew with them."
    assert landing(home, KEPT) == [("same", 4)]
    assert published == ["review"]


def test_who_answers_nothing_changes_nothing(at_terminal: Session, published: list[str]) -> None:
    assert at_terminal(" q").words == "0 answers; 4 left."
    assert not published


def test_an_answer_is_taken_back(at_terminal: Session, home: Path) -> None:
    assert at_terminal("sbdq").words.startswith("1 answer; 3 left.")
    assert warehouse(home, JUDGED) == [("different", 4)]


@pytest.mark.usefixtures("published")
def test_as_many_are_asked_as_the_limit_says(at_terminal: Session) -> None:
    assert at_terminal("uu", "--limit", 2).words.startswith("2 answers; nothing is left to ask.")


def test_what_was_unsure_is_asked_again_where_that_is_wanted(at_terminal: Session) -> None:
    assert at_terminal("q", "--again").words == "0 answers; 5 left."


def test_there_is_nothing_to_ask(at_terminal: Session, home: Path) -> None:
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute("delete from match_evidence")
    assert at_terminal("").words == "Nothing to review: there is nobody of whom Kith isn't sure."


def test_another_process_is_writing_when_it_comes_to_publishing(
    at_terminal: Session, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(home, purpose="kith import"):
        monkeypatch.setattr(LandingKeeper, "keep", lambda *_: 1)
        ran = at_terminal("sq")
    assert ran.code == 0
    assert "`kith import` (process" in ran.words
    assert "Your answers are kept; the next import makes the warehouse anew with them." in ran.words


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_an_interruption_while_publishing_says_what_becomes_of_the_answers(
    at_terminal: Session, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def publish(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("flows.judging.publish_words", publish)
    ran = at_terminal("sq")
    assert ran.code == 130
    assert "Your answers are kept" in ran.complaint


def test_an_error_while_publishing_is_none_of_the_users(at_terminal: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def publish(*_: object, **__: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("flows.judging.publish_words", publish)
    with pytest.raises(RuntimeError, match="a fault"):
        at_terminal("sq")


def test_thousands_of_questions_are_listed_at_once(doubtful: Kith, home: Path) -> None:
    _multiply(home, 2_000)
    start = time.process_time()
    assert "2,004 questions." in doubtful("review", "--list").words
    assert len(json.loads(doubtful("review", "--format", "json").out)) == 2_004
    assert time.process_time() - start < 10


def _multiply(home: Path, number: int) -> None:
    """Copy the people of the first question many times, with the question."""
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        ids = connection.execute(
            "select person_id_a, person_id_b from match_evidence "
            "where record_id_a = 'card-0' and record_id_b = 'card-1'"
        ).fetchone()
        assert ids
        connection.execute(
            "insert into person select p.* replace (p.person_id || n as person_id) from person p, range(?) r(n) "
            "where p.person_id in (?, ?)",
            [number, *ids],
        )
        connection.execute(
            "insert into source_record select s.* replace (s.person_id || n as person_id, "
            "s.record_id || '/' || n as record_id) from source_record s, range(?) r(n) where s.person_id in (?, ?)",
            [number, *ids],
        )
        connection.execute(
            "insert into match_evidence select m.* replace (m.person_id_a || n as person_id_a, "
            "m.person_id_b || n as person_id_b, m.record_id_a || '/' || n as record_id_a, "
            "m.record_id_b || '/' || n as record_id_b) from match_evidence m, range(?) r(n) "
            "where m.person_id_a = ? and m.person_id_b = ?",
            [number, *ids],
        )
