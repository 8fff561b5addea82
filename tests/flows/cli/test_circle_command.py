import csv
import json
from pathlib import Path

from tests.flows.books import book
from tests.flows.cli.conftest import Kith
from tests.flows.friends import ADA, CLAIRE

SENT = range(1, 24)
JANE = "Jane Doe1"


def test_contexts_and_circles_with_the_closest_of_their_people(befriended: Kith) -> None:
    ran = befriended("circle")
    assert (ran.code, ran.err) == (0, "")
    assert f"Brunch 7 {ADA}, {CLAIRE} … 2 days ago" in ran.words
    assert max(map(len, ran.out.splitlines())) <= 80
    rows = {row["name"]: row for row in json.loads(befriended("circle", "-F", "json").out)}
    assert (rows["Brunch"]["people"], rows["Brunch"]["tied"], rows["Brunch"]["sphere"]) == (7, 3, "personal")
    assert rows["Brunch"]["last_contact_on"] == "2026-11-22"
    assert rows["Neighbours"]["last_contact_on"] is None


def test_the_people_of_one(befriended: Kith) -> None:
    ran = befriended("circle", "BRUNCH")
    assert (ran.code, ran.err) == (0, "")
    assert ran.words.startswith(f"{ADA} active, 2 days ago +493023125101 ")
    assert "Marc Dubois no contact known +33199000010 " in ran.words
    assert max(map(len, ran.out.splitlines())) <= 80
    cut = befriended("circle", "brunch", "--limit", "2")
    assert cut.words.endswith("There are more: --limit 4 shows twice as many.")
    assert befriended("circle", "women", "in", "tech").out == befriended("circle", "Women in Tech panel").out
    befriended("context", "claire dubois", "Ötztal hike")
    assert befriended("circle", "otztal").words.startswith(f"{CLAIRE} active, 2 days ago")


def test_who_belongs_to_a_circle_without_the_context_is_told(befriended: Kith) -> None:
    befriended("context", ADA, "--remove", "Brunch")
    (ada,) = (row for row in json.loads(befriended("circle", "brunch", "-F", "json").out) if row["full_name"] == ADA)
    assert (ada["known_by"], ada["is_tied"]) == (None, True)
    assert f"{ADA} active, 2 days ago +493023125101 knows the others" in befriended("circle", "brunch").words


def test_several_that_may_be_meant_are_listed(befriended: Kith) -> None:
    ran = befriended("circle", "r")
    assert ran.code == 2
    assert ran.words.startswith("7 may be meant by 'r'; name one as it is called: Asia trip Brunch Choir")


def test_there_is_none_of_that_name(befriended: Kith) -> None:
    ran = befriended("circle", "che\x1bss")
    assert ran.code == 1
    assert "Nobody is known from 'che\ufffdss'. `kith circle` lists" in ran.complaint
    assert "Say which" in befriended("circle", " ").complaint


def test_the_sql_behind_it_runs_as_printed(befriended: Kith) -> None:
    for arguments in (("circle",), ("circle", "brunch")):
        sql = befriended(*arguments, "--sql", "--limit", "100").out
        answer = befriended(*arguments, "-F", "csv").out
        assert befriended("query", "-F", "csv", sql).out == answer
        assert len(list(csv.DictReader(answer.splitlines()))) > 3


def test_nothing_says_how_anybody_is_known(imported: Kith) -> None:
    ran = imported("circle")
    assert (ran.code, ran.err) == (0, "")
    assert ran.words.startswith("Nothing says yet how you know anybody.")
    assert "kith context claire Brunch" in ran.words


def test_names_cannot_steer_the_terminal(imported: Kith, tmp_path: Path) -> None:
    assert tmp_path.is_dir()
    imported("context", "jane1@example.org", "[bold]club[/bold]")
    assert "[bold]club[/bold] 1 Jane Doe1" in imported("circle").words
    assert imported("circle", "club").words.startswith("Jane Doe1 no contact known")


def test_who_never_answers_is_not_among_the_closest(befriended: Kith, tmp_path: Path) -> None:
    written = "From me@example.org Mon Nov 02 10:00:00 2026\nFrom: me@example.org\nTo: jane1@example.org\n"
    mails = [f"{written}Date: {day} Nov 2026 10:00:00 +0000\nMessage-ID: <{day}@example.org>\n\nHi\n\n" for day in SENT]
    (tmp_path / "Sent.mbox").write_text("".join(mails))
    befriended("import", "-q", tmp_path / "Sent.mbox", book(tmp_path / "book.vcf", [1]))
    befriended("context", JANE, "Brunch")
    rows = json.loads(befriended("circle", "brunch", "-F", "json").out)
    (jane,) = (row for row in rows if row["full_name"] == JANE)
    assert (jane["state"], jane["sent"], jane["strength"]) == ("one_sided", len(SENT), 100)
    assert [row["full_name"] for row in rows].index(JANE) == len(rows) - 2  # before who is known by no contact at all
    assert f"{JANE} you wrote {len(SENT)} times, no" in befriended("circle", "brunch").words
    assert f"Brunch 8 {ADA}, {CLAIRE} …" in befriended("circle").words
    befriended("cadence", JANE, "daily")
    assert f"{JANE} you wrote {len(SENT)} times, no" in befriended("reconnect").words
