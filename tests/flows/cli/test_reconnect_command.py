import csv
import json
from pathlib import Path

from tests.flows.cli.conftest import Kith
from tests.flows.friends import MEI_LING, SAMUEL


def due(kith: Kith, *arguments: str) -> list[str]:
    return [row["full_name"] for row in json.loads(kith("reconnect", "-F", "json", *arguments).out)]


def test_who_is_due_why_what_was_last_and_how_to_reach_them(befriended: Kith) -> None:
    ran = befriended("reconnect", "--limit", "2")
    assert (ran.code, ran.err) == (0, "")
    assert " ".join(ran.out.splitlines()[0].split()).startswith(f"{MEI_LING} 3 years ago: climbing one of your closest")
    assert f"{SAMUEL} 4 months ago: lunch usually every" in ran.words
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "+16465550113" in ran.out


def test_whom_one_is_in_touch_with_is_not_due(befriended: Kith) -> None:
    assert due(befriended) == [MEI_LING, SAMUEL]
    assert SAMUEL not in due(befriended, "--as-of", "2026-06-10")
    assert MEI_LING not in due(befriended, "--as-of", "2023-11-25")


def test_the_word_of_the_user_comes_first(befriended: Kith) -> None:
    befriended("cadence", "claire dubois", "daily")
    befriended("cadence", MEI_LING, "never")
    (claire, samuel) = json.loads(befriended("reconnect", "-F", "json").out)
    assert (claire["full_name"], claire["why"]) == ("Claire Dubois", "you want to every day")
    assert (claire["reconnect_on"], claire["overdue_days"], claire["last_title"]) == ("2026-11-23", 1, "Sunday brunch")
    assert samuel["full_name"] == SAMUEL


def test_for_machines_and_the_sql_behind_it(befriended: Kith) -> None:
    sql = befriended("reconnect", "--sql").out
    assert "relationship_at(date '2026-11-24')" in sql
    answer = befriended("reconnect", "-F", "csv", "--limit", "20").out
    assert befriended("query", "-F", "csv", sql).out == answer
    assert [row["full_name"] for row in csv.DictReader(answer.splitlines())] == due(befriended)


def test_nobody_is_due(imported: Kith) -> None:
    imported("log", "jane1@example.org", "lunch")
    assert imported("reconnect").words == (
        "Nobody is due: you are in touch with everybody as often as you usually are."
    )


def test_nothing_happened_yet(imported: Kith) -> None:
    ran = imported("reconnect")
    assert ran.code == 0
    assert "Import a calendar (kith import calendar.ics), a mailbox or a LinkedIn archive" in ran.words


def test_there_is_nothing_yet(kith: Kith, home: Path) -> None:
    for command in ("reconnect", "recent", "birthdays", "circle"):
        assert "There is no warehouse yet. Import an address book first" in kith(command).complaint
    assert not home.exists()
