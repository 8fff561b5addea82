import csv
import json
from pathlib import Path
from typing import Any

import pytest

from flows.cli.reconnect_command import _print_due
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
    assert (claire["full_name"], claire["why"]) == ("Claire Dubois", "you want to write every day")
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


DUE: dict[str, Any] = {
    "full_name": "Jane [Doe]",
    "why": "usually every 14 days",
    "reconnect_on": "2026-11-20",
    "overdue_days": 4,
    "days_since": 30,
    "last_contact_on": "2026-10-25",
    "last_on": "2026-10-25",
    "last_channel": "email",
    "last_met_on": None,
    "last_title": None,
    "next_on": None,
    "next_title": None,
    "state": "active",
    "sent": 1,
    "received": 1,
    "email": "jane@example.org",
    "phone": None,
    "linkedin_slug": "jane-doe-example",
}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "Jane [Doe] 30 days ago: mail usually every 14 days, due since 2026-11-20 jane@example.org"),
        (
            {"last_on": "2026-11-01", "overdue_days": 0, "email": None},
            "Jane [Doe] 30 days ago usually every 14 days, due today linkedin.com/in/jane-doe-example",
        ),
        (
            {"last_met_on": "2026-10-25", "last_title": "Brunch", "linkedin_slug": None, "email": None},
            "Jane [Doe] 30 days ago: Brunch usually every 14 days, due since 2026-11-20",
        ),
        (
            {"last_met_on": "2026-09-01", "last_title": "Brunch", "next_on": "2027-03-01", "next_title": "Panel"},
            (
                "Jane [Doe] 30 days ago: mail usually every 14 days, due since 2026-11-20 "
                "jane@example.org · met 2026-09-01: Brunch planned 2027-03-01: Panel"
            ),
        ),
        (
            {"last_contact_on": None, "last_met_on": "2026-09-01", "next_on": "2027-03-01"},
            (
                "Jane [Doe] no contact yet usually every 14 days, due since 2026-11-20 "
                "jane@example.org · met 2026-09-01 planned 2027-03-01"
            ),
        ),
        (
            {"last_contact_on": None, "state": "one_sided", "sent": 6, "received": 0, "email": None},
            (
                "Jane [Doe] you wrote 6 times, no answer known usually every 14 days, due since 2026-11-20 "
                "linkedin.com/in/jane-doe-example"
            ),
        ),
    ],
)
def test_one_who_is_due_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], told: str
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    _print_due([DUE | changed])
    assert " ".join(capsys.readouterr().out.split()) == told
