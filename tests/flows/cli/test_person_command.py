import csv
import json
import re
from pathlib import Path

import pytest

from tests.flows.books import book
from tests.flows.cli.conftest import Kith


def test_a_card_says_each_value_what_it_is_and_who_gives_it(known: Kith) -> None:
    ran = known("person", "Ada", "Brandt")
    assert ran.code == 0
    assert ran.out.startswith("Dr. Ada Brandt · Head of Product, Lumenwerk GmbH  p")
    rows = [line.split() for line in ran.out.splitlines()]
    titles = [row[0] for row, line in zip(rows, ran.out.splitlines(), strict=True) if row and line[0] != " "][1:]
    sections = "Met Closeness Timeline Names Work E-mail Phone Address Web Dates Known Relations Notes Records"
    assert titles == ["Dormant", *sections.split()]
    assert "preferred: given by" in ran.words
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("who", ["ada.brandt@example.org", "ADA.Brandt@Example.org", "+493023125101", "030 23125101"])
def test_somebody_is_found_by_address_and_number(known: Kith, who: str) -> None:
    assert known("person", who).out.startswith("Dr. Ada Brandt")


def test_somebody_is_found_by_id(known: Kith) -> None:
    card = json.loads(known("person", "--format", "json", "Ada Brandt").out)
    person_id = card["person"][0]["person_id"]
    assert known("person", person_id).out.startswith("Dr. Ada Brandt")
    assert {"person", "person_email", "source_record"} <= card.keys()


def test_several_who_may_be_meant_are_listed(known: Kith) -> None:
    ran = known("person", "dubois")
    assert ran.code == 2
    assert "people may be meant by 'dubois'; name one by its id:" in ran.words
    assert {"Claire Dubois", "Marc Dubois"} <= {name for name in ("Claire Dubois", "Marc Dubois") if name in ran.words}
    listed = known("person", "-F", "json", "dubois")
    assert listed.code == 2
    assert len(json.loads(listed.out)) >= 2


def test_nobody_is_known_by_that_name(known: Kith) -> None:
    ran = known("person", "Nobody\x1b[31m", "At\udcffAll")
    assert (ran.code, ran.out) == (1, "")
    assert "Nobody is known as 'Nobody\ufffd[31m At\ufffdAll'. Try a part of the name" in ran.complaint


def test_nobody_is_asked_for(known: Kith) -> None:
    ran = known("person", "  ")
    assert ran.code == 2
    assert "Say whom" in ran.complaint


def test_values_cannot_steer_the_terminal(kith: Kith, tmp_path: Path) -> None:
    kith("import", "-q", book(tmp_path / "book.vcf", [1], note="a \x1b]0;title\x07 [bold]note[/bold]"))
    ran = kith("person", "Doe1")
    assert "\x1b" not in ran.out
    assert "[bold]note[/bold]" in ran.out


def test_the_owner_is_told_as_you(kith: Kith, tmp_path: Path) -> None:
    kith("init", "--email", "jane1@example.org")
    kith("import", "-q", book(tmp_path / "book.vcf", [1]))
    assert kith("person", "Doe1").out.startswith("Jane Doe1 (you)")


def test_jobs_with_and_without_dates(kith: Kith, tmp_path: Path) -> None:
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    rows = "Jane,Doe,https://www.linkedin.com/in/jane-doe-example,,Roe Ltd,Baker,05 Mar 2021\n"
    (tmp_path / "Connections.csv").write_text(header + rows, encoding="utf-8")
    kith("import", "-q", tmp_path / "Connections.csv")
    assert "Baker, Roe Ltd" in kith("person", "jane", "doe").words


def test_what_you_are_to_each_other(befriended: Kith) -> None:
    ran = befriended("person", "claire dubois")
    assert (
        "Active since 2026-06-07, last met 2026-11-22 (Sunday brunch), usually every 18 days, to be in touch by"
        in ran.words
    )
    assert "Timeline 2026-11-22 Sunday brunch logged by you, 3 people 2026-11-08 Sunday brunch" in ran.words
    assert "14 in all: 13 logged by you, connected on LinkedIn" in ran.words
    assert "Knows Marc Dubois 18 rue des Tilleuls, Lyon, Spouse Dr. Ada Brandt Sunday brunch" in ran.words
    card = json.loads(befriended("person", "-F", "json", "claire dubois").out)
    assert (card["relationship"][0]["state"], len(card["timeline"])) == ("active", 14)
    assert {"how_we_met", "channel", "tie", "circle", "person_email"} <= card.keys()
    assert [row["interactions"] for row in card["channel"]] == [13, 1]


def test_what_you_are_to_yourself_is_left_out(befriended: Kith) -> None:
    card = json.loads(befriended("person", "-F", "json", "mira holt").out)
    assert card["person"][0]["is_owner"]
    assert (card["relationship"], card["timeline"], card["channel"]) == ([], [], [])
    assert befriended("person", "mira holt").out.startswith("Mira Holt (you)")


def test_in_a_household_each_has_relationships_of_their_own(kith: Kith, tmp_path: Path) -> None:
    kith("import", "-q", "--owner", "ada", book(tmp_path / "ada.vcf", [1]))
    kith("import", "-q", "--owner", "bob", book(tmp_path / "bob.vcf", [1, 2]))
    kith("log", "jane1@example.org", "lunch", "--owner", "bob")
    assert "lunch" in kith("person", "Doe1", "--owner", "bob").words
    assert "lunch" not in kith("person", "Doe1").words
    assert "choose --owner from ada, bob." in kith("person", "Doe1", "--owner", "me").complaint


def test_a_row_for_each_value_for_spreadsheets(befriended: Kith) -> None:
    ran = befriended("person", "claire dubois", "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    rows = list(csv.DictReader(ran.out.splitlines()))
    assert list(rows[0]) == ["part", "value", "detail", "sources"]
    assert (rows[0]["part"], rows[0]["value"]) == ("Name", "Claire Dubois")
    parts = {row["part"]: row for row in rows}
    assert parts["State"]["value"].startswith("Active since 2026-06-07")
    assert parts["Closeness"]["detail"] == "what you logged ×13 (100%)"
    assert [row["value"] for row in rows if row["part"] == "Timeline"][:1] == ["2026-11-22  Sunday brunch"]
    assert sum(row["part"] == "Timeline" for row in rows) == 14
    (mail,) = (row for row in rows if row["value"] == "claire.dubois@example.org")
    assert (mail["part"], mail["detail"]) == ("E-mail", "home")
    assert "vcard" in mail["sources"].split(", ")


def test_who_may_be_meant_for_spreadsheets(known: Kith) -> None:
    ran = known("person", "dubois", "-F", "csv")
    assert ran.code == 2
    assert {"Claire Dubois", "Marc Dubois"} <= {row["full_name"] for row in csv.DictReader(ran.out.splitlines())}


def test_a_format_that_there_isnt(known: Kith) -> None:
    ran = known("person", "claire", "-F", "ya\x1bml")
    assert ran.code == 2
    assert "There is no format 'ya\ufffdml': choose text, json or csv." in ran.complaint


def test_the_sql_behind_it_runs_as_printed(befriended: Kith) -> None:
    sql = befriended("person", "claire dubois", "--sql").out
    assert "getvariable" not in sql
    assert "noqa" not in sql
    card = json.loads(befriended("person", "-F", "json", "claire dubois").out)
    asked = re.findall(r"(.+?); -- (\w+)\s+", sql, re.DOTALL)
    assert [name for _, name in asked] == list(card)
    for one, name in asked:
        assert len(json.loads(befriended("query", "-F", "json", one).out)) == len(card[name]), name
    assert json.loads(befriended("query", "-F", "json", sql).out) == card["circle"]
