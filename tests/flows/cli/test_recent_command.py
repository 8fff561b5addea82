import csv
import json
from datetime import date
from pathlib import Path

import pytest

from flows.cli.channel_words import told_channel
from flows.cli.questions import ago, names
from flows.cli.recent_command import _show
from tests.flows.books import book
from tests.flows.cli.conftest import Kith


def test_the_latest_come_first_with_who_and_how(befriended: Kith) -> None:
    ran = befriended("recent", "--limit", "3")
    assert (ran.code, ran.err) == (0, "")
    first, *_ = ran.out.splitlines()
    assert " ".join(first.split()) == "Sun 2026-11-22 Claire Dubois, Dr. Ada Brandt Sunday brunch logged by you"
    assert ran.words.endswith("There are more: --limit 6 shows twice as many.")
    assert len(ran.out.splitlines()) == 5
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_pipe_gets_much_more_of_it_for_machines(befriended: Kith) -> None:
    rows = json.loads(befriended("recent", "--format", "json").out)
    assert len(rows) > 60
    assert rows[0]["people"] == ["Claire Dubois", "Dr. Ada Brandt"]
    assert [row["started_on"] for row in rows] == sorted((row["started_on"] for row in rows), reverse=True)
    table = list(csv.DictReader(befriended("recent", "-F", "csv", "--limit", "2").out.splitlines()))
    assert [row["title"] for row in table] == ["Sunday brunch"] * 2


def test_the_sql_behind_it_runs_as_printed(befriended: Kith) -> None:
    sql = befriended("recent", "--sql", "--limit", "2").out
    assert "getvariable" not in sql
    assert befriended("query", "-F", "json", sql).out == befriended("recent", "-F", "json", "--limit", "2").out


def test_as_of_another_day(befriended: Kith) -> None:
    (row,) = json.loads(befriended("recent", "-F", "json", "--limit", "1", "--as-of", "2026-08-03").out)
    assert (row["people"], row["started_on"]) == (["Samuel Okoro"], "2026-08-03")
    ran = befriended("recent", "--as-of", "so\x1bmeday")
    assert ran.code == 2
    assert "'so\ufffdmeday' is no day that can be told: write it as 2026-11-24." in ran.complaint


@pytest.mark.parametrize("command", ["recent", "reconnect", "birthdays", "circle"])
def test_a_format_that_there_isnt(befriended: Kith, command: str) -> None:
    ran = befriended(command, "--format", "ya\x1bml")
    assert ran.code == 2
    assert "There is no format 'ya\ufffdml': choose text, json or csv." in ran.complaint


def test_nothing_happened_yet(imported: Kith) -> None:
    ran = imported("recent")
    assert ran.code == 0
    assert ran.words.startswith("Nothing is known yet of what you did with whom. Import a calendar")
    assert "kith log claire" in ran.words
    assert imported("recent", "-F", "json").out.split() == ["[", "]"]


def test_each_owner_has_their_own(befriended: Kith, tmp_path: Path) -> None:
    befriended("import", "-q", "--owner", "bob", book(tmp_path / "bob.vcf", [1]))
    befriended("log", "jane1@example.org", "a [bold]walk\x1b[31m", "--owner", "bob", "--on", "2026-11-20")
    ran = befriended("recent", "--owner", "bob")
    assert ran.words == "Fri 2026-11-20 Jane Doe1 a [bold]walk\ufffd[31m logged by you"
    assert "Jane" not in befriended("recent").words
    assert "No address book here is eve's" in befriended("recent", "--owner", "eve").complaint


def test_who_has_no_name_left_is_somebody(capsys: pytest.CaptureFixture[str]) -> None:
    """A closed account on LinkedIn."""
    row = {"started_on": date(2026, 3, 11), "channel": "linkedin_message", "direction": "received", "title": None}
    _show([{**row, "interactions": 1, "people": [], "person_ids": [], "not_known": []}])
    assert capsys.readouterr().out.split() == ["Wed", "2026-03-11", "somebody", "LinkedIn", "message", "received"]


def test_interactions_in_words() -> None:
    assert told_channel("meeting") == "meeting"
    assert told_channel("meeting", "mutual", 3) == "3 meetings"
    assert told_channel("email", "sent") == "mail sent"
    assert told_channel("linkedin_message", "mutual", 1200) == "1,200 LinkedIn messages both ways"
    assert told_channel("log", "mutual", 13) == "13 logged by you"
    assert told_channel("pigeon") == "pigeon"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "today"),
        (1, "yesterday"),
        (-1, "tomorrow"),
        (2, "2 days ago"),
        (-30, "in 30 days"),
        (59, "59 days ago"),
        (61, "2 months ago"),
        (729, "24 months ago"),
        (-800, "in 2 years"),
    ],
)
def test_how_long_ago_in_words(days: int, told: str) -> None:
    assert ago(days) == told


def test_long_lists_of_names_are_cut_with_a_count() -> None:
    assert names([]) == ""
    assert names([], ["x@example.org"]) == "x@example.org"
    assert names([], list("abcdefg")) == "a, b, c, d and 3 others"
    assert names(["Ada"], list("abcdefg")) == "Ada and 7 others"
    assert names(list("abcde"), ["x"]) == "a, b, c, d and 2 others"
    assert names(list("abcd")) == "a, b, c, d"
    assert names(list("abcde")) == "a, b, c, d, e"
    assert names(list("abcdef")) == "a, b, c, d and 2 others"
    assert names(["[bold]a\x1b"]) == "\\[bold]a\ufffd"
