import re
from pathlib import Path

import pytest

from configs.settings import Settings
from flows.judging import across, publish_words
from tests.flows.cli.conftest import Kith
from tests.flows.looking import landing, warehouse
from warehouse.judgements import RecordKey
from warehouse.landing import LandingStore
from warehouse.lock import writing

ONE, OTHER, THIRD = "jane1@example.org", "max1@example.com", "max2@example.com"


def ids(home: Path) -> list[tuple[str, str]]:
    return warehouse(home, "select address, person_id from person_email order by all")


def test_the_last_word_is_taken_back_then_the_one_before(imported: Kith, home: Path) -> None:
    states = [ids(home)]
    imported("same", ONE, OTHER, "--because", "he married", "--by", "Ada")
    states.append(ids(home))
    imported("different", ONE, THIRD, "--by", "Ada")

    ran = imported("undo", "--because", "a slip", "--by", "Bob")
    assert (ran.code, ran.err) == (0, "")
    assert re.match(r"Taken back: kith different \(number 2, 20\d\d-.* UTC, by Ada\)\. p", ran.words)
    assert re.search(
        r"`kith undo` would take back kith same \(number 1, 20.* UTC, by Ada, because: he married\) next\.", ran.words
    )
    assert landing(home, "select action_id, undone_by, reason from judgement_undone") == [(2, "Bob", "a slip")]
    assert ids(home) == states[1]

    ran = imported("undo")
    assert ran.code == 0
    assert "next" not in ran.words
    assert ids(home) == states[0]
    assert warehouse(home, "select * from person_redirect") == []

    ran = imported("undo")
    assert (ran.code, ran.out) == (0, "There is nothing to take back.\n")


def test_an_action_is_taken_back_by_its_number(imported: Kith, home: Path) -> None:
    before = ids(home)
    imported("same", ONE, OTHER)
    imported("different", ONE, THIRD)
    assert imported("undo", "1").words.startswith("Taken back: kith same (number 1")
    assert ids(home) == before
    ran = imported("undo", "1")
    assert ran.code == 2
    assert "Action 1 was taken back before" in ran.complaint
    assert "There is no action 7" in imported("undo", "7").complaint
    assert imported("undo", "one").code == 2


def test_the_last_actions_are_listed(
    imported: Kith, home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert imported("undo", "--list").out == (
        "Nothing was said of anybody yet: `kith same`, `kith different` and `kith split` do.\n"
    )
    keys = [
        RecordKey(*row)
        for row in warehouse(home, "select source, record_id from source_record order by source, position")
    ]
    gone = [RecordKey("vcard", "gone"), RecordKey("vcard", "gone, too")]
    with LandingStore.open(home) as store:
        words = store.judgements
        words.add("same", across(keys[:1], keys[1:2], "same"), by="Ada", because="he [bold]married\x1b[31m")
        words.add("different", across(keys[3:4], keys[4:], "different"), by="Bob")
        words.undo(by="Bob")
        words.add("review", across(gone[:1], gone[1:], "unsure"), by="Bob")
    publish_words(settings, command="review")
    monkeypatch.setenv("COLUMNS", "160")
    ran = imported("undo", "--list")
    assert (ran.code, ran.err) == (0, "")
    listed = [re.split(r"\s{2,}", line.strip()) for line in ran.out.splitlines()]
    assert [[row[0], *row[2:]] for row in listed] == [
        ["3", "review", "records that are gone", "Bob"],
        ["2", "different", "Jane Doe0 · Jane Doe1 · Jane Doe2 and 2 others", "Bob", "taken back"],
        ["1", "same", "Max Roe0", "Ada: he [bold]married\ufffd[31m"],
    ]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", row[1]) for row in listed)


@pytest.mark.slow
def test_what_rests_on_it_is_told(imported: Kith, home: Path) -> None:
    imported("different", ONE, OTHER)
    imported("same", ONE, OTHER)
    imported("same", ONE, THIRD)
    before = ids(home)
    ran = imported("undo", "2")
    assert ran.code == 1
    assert "Nothing was changed, since it can't be true together" in ran.complaint
    assert ran.complaint.endswith("kith undo 3 or kith undo 1")
    assert ids(home) == before


def test_at_most_twenty_are_listed(imported: Kith, home: Path, settings: Settings) -> None:
    with LandingStore.open(home) as store:
        for number in range(21):
            pair = across([RecordKey("vcard", str(number))], [RecordKey("vcard", "gone")], "unsure")
            store.judgements.add("review", pair, by="Bob")
    publish_words(settings, command="review")
    numbers = [line.split()[0] for line in imported("undo", "--list").out.splitlines()]
    assert (numbers[0], numbers[-1], len(numbers)) == ("21", "2", 20)


def test_another_process_is_writing(imported: Kith, home: Path) -> None:
    with writing(home, purpose="kith import"):
        ran = imported("undo")
        assert imported("undo", "--list").code == 0
    assert ran.code == 75
    assert "`kith import`" in ran.complaint
