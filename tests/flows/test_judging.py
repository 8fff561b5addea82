"""What the user says of people: kept, published, taken back, and still true after the next import."""

import shutil
from pathlib import Path

import pytest

from configs.errors import UsageError, UserError
from configs.settings import Settings
from flows.importing import ImportOptions, import_files
from flows.judging import Words, across, judge, keep_words, publish_words, take_back
from flows.removing import remove_source
from flows.run_note import read_note
from tests.flows.books import book, table
from tests.flows.looking import landing, warehouse
from warehouse.judgements import Judged, RecordKey
from warehouse.lock import BusyError, writing

JANE, JOAN, JUNE = (RecordKey("vcard", f"urn:uuid:card-{number}") for number in range(3))


def people(home: Path) -> dict[str, str]:
    """Whose each record is."""
    return dict(warehouse(home, "select record_id, person_id from source_record"))


def keys(home: Path) -> list[RecordKey]:
    """All records, in order."""
    return [RecordKey(*row) for row in warehouse(home, "select source, record_id from source_record order by all")]


def holding(home: Path, text: bytes) -> list[Path]:
    """The files that hold a text."""
    return [path for path in home.rglob("*") if path.is_file() and text in path.read_bytes()]


@pytest.fixture(scope="session")
def three_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after the import of three people; tests get a copy."""
    folder = tmp_path_factory.mktemp("three")
    import_files([book(folder / "book.vcf", range(3))], Settings(home=folder / "kith"))
    return folder / "kith"


@pytest.fixture
def three(home: Path, three_people: Path) -> None:
    """Three people are imported."""
    shutil.copytree(three_people, home)


def test_a_word_on_two_people_is_one_on_all_their_records() -> None:
    assert across([JANE], [JOAN, JUNE], "same") == (Judged(JANE, JOAN, "same"), Judged(JANE, JUNE, "same"))
    assert across([], [JUNE], "same") == ()


@pytest.mark.usefixtures("three")
def test_two_are_one_then_two_again_with_the_ids_they_had(settings: Settings, home: Path) -> None:
    one, other, third = keys(home)
    before = people(home)
    words = Words("same", across([one], [other], "same"), "ada", "she told me")
    assert words.records == [one, other]
    assert judge(settings, words) == []
    assert warehouse(home, "select count(*) from person") == [(2,)]
    merged = people(home)
    assert merged[one.record_id] == merged[other.record_id]
    assert merged[third.record_id] == before[third.record_id]
    (gone,) = {*before.values()} - {*merged.values()}
    assert warehouse(home, "select * from person_redirect") == [(gone, merged[one.record_id])]
    note = read_note(home)
    assert note is not None
    assert (note.command, note.state) == ("same", "done")

    taken = take_back(settings, by="bob")
    assert taken is not None
    assert (taken.action.reason, taken.records, taken.next_one) == ("she told me", [one, other], None)
    assert people(home) == before
    assert warehouse(home, "select * from person_redirect") == []
    assert take_back(settings, by="bob") is None
    assert people(home) == before


@pytest.mark.usefixtures("three")
def test_a_word_outlives_a_record_that_goes_and_comes_back(settings: Settings, home: Path, tmp_path: Path) -> None:
    one, other, _ = keys(home)
    judge(settings, Words("same", across([one], [other], "same"), "ada"))
    merged = people(home)
    export = book(tmp_path / "book.vcf", range(1, 3))
    import_files([export], settings, options=ImportOptions(is_complete=True))
    assert len(people(home)) == 2
    book(export, range(3), note="as she was")
    import_files([export], settings, options=ImportOptions(is_complete=True))
    assert people(home) == merged


def test_two_who_share_everything_are_two_if_one_says_so(settings: Settings, home: Path, tmp_path: Path) -> None:
    book(tmp_path / "book.vcf", [1])
    header = "First Name,Last Name,E-mail Address,Mobile Phone\n"
    (tmp_path / "people.csv").write_text(f"{header}Jane,Doe1,jane1@example.org,+44 20 7946 0001\n", encoding="utf-8")
    import_files([tmp_path], settings)
    one, other = keys(home)
    assert warehouse(home, "select count(*) from person") == [(1,)]
    judge(settings, Words("split", across([one], [other], "different"), "ada"))
    assert warehouse(home, "select count(*) from person") == [(2,)]
    apart = people(home)
    import_files([book(tmp_path / "book.vcf", [1], note="an edit")], settings)
    assert people(home) == apart
    overruled = judge(settings, Words("same", across([other], [one], "same"), "ada"))
    assert [action.command for action in overruled] == ["split"]
    assert warehouse(home, "select count(*) from person") == [(1,)]


@pytest.mark.usefixtures("three")
def test_what_cannot_be_true_is_not_kept_and_the_run_failed(settings: Settings, home: Path) -> None:
    one, other, third = keys(home)
    judge(settings, Words("same", across([one], [other], "same"), "ada"))
    judge(settings, Words("same", across([other], [third], "same"), "ada"))
    with pytest.raises(UserError, match="can't be true together with what you said before"):
        judge(settings, Words("different", across([one], [third], "different"), "ada"))
    assert landing(home, "select count(distinct action_id) from judgement") == [(2,)]
    note = read_note(home)
    assert note is not None
    assert note.state == "failed"


@pytest.mark.usefixtures("three")
def test_words_are_kept_one_by_one_and_published_once(settings: Settings, home: Path) -> None:
    one, other, third = keys(home)
    assert keep_words(settings, Words("review", across([one], [other], "same"), "ada")) == []
    (said,) = keep_words(settings, Words("review", across([one], [other], "different"), "ada"))
    assert said.command == "review"
    keep_words(settings, Words("review", across([third], [other], "same"), "ada"))
    assert warehouse(home, "select count(*) from person") == [(3,)]
    publish_words(settings, command="review")
    assert warehouse(home, "select count(*) from person") == [(2,)]
    published = (home / "warehouse.duckdb").stat().st_mtime_ns
    publish_words(settings, command="review")
    assert (home / "warehouse.duckdb").stat().st_mtime_ns == published


@pytest.mark.usefixtures("three")
def test_an_action_of_a_number_is_taken_back(settings: Settings, home: Path) -> None:
    one, other, third = keys(home)
    judge(settings, Words("same", across([one], [other], "same"), "ada"))
    judge(settings, Words("different", across([one], [third], "different"), "ada"))
    taken = take_back(settings, by="ada", because="a slip", action_id=1)
    assert taken is not None
    assert taken.action.command == "same"
    assert taken.next_one is not None
    assert taken.next_one.command == "different"
    assert landing(home, "select undone_by, reason from judgement_undone") == [("ada", "a slip")]
    with pytest.raises(UsageError, match="There is no action 3"):
        take_back(settings, by="ada", action_id=3)


@pytest.mark.usefixtures("three")
def test_nothing_is_said_while_another_process_writes(settings: Settings, home: Path) -> None:
    one, other, _ = keys(home)
    words = Words("same", across([one], [other], "same"), "ada")
    with writing(home, purpose="an import"):
        for attempt in (judge, keep_words):
            with pytest.raises(BusyError, match="an import"):
                attempt(settings, words)
        with pytest.raises(BusyError):
            take_back(settings, by="ada")
    assert landing(home, "select count(*) from judgement") == [(0,)]


def test_a_forgotten_source_takes_what_was_said_of_it_along(settings: Settings, home: Path, tmp_path: Path) -> None:
    import_files([book(tmp_path / "book.vcf", range(2)), table(tmp_path / "people.csv", range(2))], settings)
    first, second, one, other = keys(home)
    judge(settings, Words("same", across([first], [second], "same"), "ada"))
    judge(settings, Words("same", across([one], [other, first], "same"), "ada"))
    assert warehouse(home, "select count(*) from person") == [(1,)]
    assert holding(home, b"jane1@example.org")
    removed = remove_source("vcard", settings)
    assert (removed.records, removed.people, removed.judgements) == (2, 1, 2)
    assert landing(home, "select count(*) from judgement") == [(1,)]
    assert holding(home, b"jane1@example.org") == []
