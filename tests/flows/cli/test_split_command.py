import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from configs.errors import UsageError
from configs.settings import Settings
from flows.cli.split_command import _numbers
from flows.importing import import_files
from tests.flows.books import HEADER, book
from tests.flows.cli.conftest import Kith
from tests.flows.looking import contents, landing, warehouse
from warehouse.lock import writing

JANE = "jane1@example.org"


@pytest.fixture(scope="session")
def two_homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after the import of Jane, whom two address books know, and of another, whom one knows."""
    folder = tmp_path_factory.mktemp("two")
    book(folder / "book.vcf", [1, 2])
    (folder / "people.csv").write_text(f"{HEADER}Jane,Doe1,{JANE},+44 20 7946 0001\n", encoding="utf-8")
    import_files([folder], Settings(home=folder / "kith"))
    return folder / "kith"


@pytest.fixture
def two_records(kith: Kith, home: Path, two_homes: Path) -> Kith:
    """The command line after that import."""
    shutil.copytree(two_homes, home)
    return kith


def people(home: Path) -> int:
    ((number,),) = warehouse(home, "select count(*) from person")
    return int(number)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Somebody sits at a terminal."""

    def sit() -> None:
        monkeypatch.setattr("flows.cli.split_command.is_answered", lambda: True)
        monkeypatch.setattr("flows.cli.split_command.is_terminal", lambda: True)

    return sit


def test_a_record_is_somebody_elses(two_records: Kith, home: Path) -> None:
    assert people(home) == 2
    ran = two_records("split", JANE, "--records", "2", "--because", "her aunt", "--by", "Ada")
    assert (ran.code, ran.err) == (0, "")
    assert ran.words.startswith("1 record of Jane Doe1 (p")
    assert ") is somebody else's:" in ran.words
    assert [line.split()[-2:] for line in ran.out.splitlines()[1:]] == [["1", "record"]] * 2
    assert people(home) == 3
    assert landing(home, "select command, verdict, judged_by, reason from judgement") == [
        ("split", "different", "Ada", "her aunt")
    ]
    assert two_records("undo").code == 0
    assert people(home) == 2


def test_the_records_are_shown_and_the_numbers_asked_for(
    two_records: Kith, home: Path, answering: Callable[[], None]
) -> None:
    answering()
    ran = two_records("split", JANE, stdin="7\n1,2\n 1 \n")
    assert ran.code == 0
    listed = ran.out.splitlines()
    assert listed[0].startswith("Jane Doe1 (p")
    assert listed[0].endswith(") has 2 records:")
    assert listed[1].split() == ["1", "Jane", "Doe1", JANE, "+442079460001", "generic_csv"]
    assert listed[2].split() == ["2", "Jane", "Doe1", JANE, "+442079460001", "vcard"]
    assert "'7' is no number of a record: choose from 1 to 2" in ran.words
    assert "All records are named, so there is nobody to split them from" in ran.words
    assert people(home) == 3


def test_enter_changes_nothing(two_records: Kith, home: Path, answering: Callable[[], None]) -> None:
    answering()
    before = contents(home)
    ran = two_records("split", JANE, stdin="\n")
    assert ran.code == 1
    assert ran.complaint.endswith("Nothing was changed.")
    assert contents(home) == before


def test_the_end_of_input_changes_nothing(two_records: Kith, home: Path, answering: Callable[[], None]) -> None:
    answering()
    before = contents(home)
    ran = two_records("split", JANE, stdin="")
    assert ran.code == 130
    assert "stopped at a question; nothing was changed" in ran.complaint
    assert contents(home) == before


@pytest.mark.usefixtures("two_records")
def test_ctrl_c_ends_the_question_at_once(home: Path) -> None:
    """Polars sets a handler with which reading from a terminal goes on."""
    before = contents(home)
    terminal, inside = pty.openpty()
    kith = Path(sys.executable).with_name("kith")
    running = subprocess.Popen([kith, "split", JANE], stdin=inside, stdout=inside, stderr=inside)
    os.close(inside)
    shown = b""
    while b"Enter for none" not in shown:
        shown += os.read(terminal, 1000)
    time.sleep(0.2)  # now it waits for an answer
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=30) == 130
    os.close(terminal)
    assert contents(home) == before


def test_where_nobody_answers_the_numbers_are_shown_and_the_command_is_told(two_records: Kith, home: Path) -> None:
    before = contents(home)
    ran = two_records("split", JANE)
    assert ran.code == 2
    assert "2 Jane Doe1" in ran.words
    assert "Say which records are somebody else's, by their numbers: kith split p" in ran.complaint
    assert contents(home) == before


@pytest.mark.parametrize(
    ("numbers", "complaint"),
    [
        ("3", "'3' is no number of a record: choose from 1 to 2, as in 1 or 1,2 or 1-2."),
        ("0", "'0' is no number of a record"),
        ("1,x", "'x' is no number of a record"),
        ("²", "'²' is no number of a record"),
        ("1-", "'1-' is no number of a record"),
        ("9" * 5000, "is no number of a record"),
        ("1-2", "All records are named"),
        ("2,1", "All records are named"),
        (" , ", "No record is named"),
        ("2-1", "No record is named"),
    ],
)
def test_numbers_that_cannot_be(numbers: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=re.escape(complaint)):
        _numbers(numbers, 2)


def test_numbers_that_cannot_be_change_nothing(two_records: Kith, home: Path) -> None:
    ran = two_records("split", JANE, "--records", "1,x\x1b")
    assert ran.code == 2
    assert "'x\ufffd' is no number of a record" in ran.complaint
    assert people(home) == 2


def test_ranges_and_blanks_will_do(known: Kith) -> None:
    ran = known("split", "ada.brandt@example.org", "--records", "1-2 4")
    assert ran.code == 0
    assert ran.words.startswith("3 records of Dr. Ada Brandt (p")
    assert ") are somebody else's:" in ran.words
    assert known("query", "--format", "csv", "select count(*) from judgement").out.splitlines()[1] != "0"


def test_who_has_one_record_cannot_be_split(two_records: Kith) -> None:
    ran = two_records("split", "jane2@example.org", "--records", "1")
    assert ran.code == 2
    assert "has one record only: there is nothing to split." in ran.complaint


def test_what_was_said_to_be_the_same_is_told_to_be_replaced(two_records: Kith, home: Path) -> None:
    two_records("same", JANE, "jane2@example.org", "--by", "Ada")
    ran = two_records("split", JANE, "--records", "3")
    assert ran.code == 0
    assert "This takes the place of what was said before: kith same (number 1, 20" in ran.words
    assert people(home) == 2


def test_values_cannot_steer_the_terminal(kith: Kith, tmp_path: Path) -> None:
    book(tmp_path / "book.vcf", [1], given="J[bold]ane\x1b[31m")
    (tmp_path / "people.csv").write_text(f"{HEADER}Jane,Doe1,{JANE},+44 20 7946 0001\n", encoding="utf-8")
    kith("import", "-q", tmp_path)
    ran = kith("split", JANE)
    assert "\x1b" not in ran.out + ran.err
    assert "has 2 records" in ran.words


def test_another_process_is_writing(two_records: Kith, home: Path) -> None:
    with writing(home, purpose="kith import"):
        assert two_records("split", JANE, "--records", "1").code == 75
    assert people(home) == 2
