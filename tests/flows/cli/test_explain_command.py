import json
import re
from pathlib import Path

import duckdb
import pytest

from tests.flows.books import book
from tests.flows.cli.conftest import Kith, Ran
from warehouse.lock import writing


def strengths(ran: Ran) -> list[str]:
    return re.findall(r"(over a billion|[\d,.]+(?: million)?) to 1  ", ran.out)


# One person


def test_a_person_is_explained_by_what_holds_the_records_together(known: Kith) -> None:
    ran = known("explain", "claire dubois")
    assert ran.code == 0
    assert ran.out.startswith("Claire Dubois  p")
    assert "6 records from 4 sources, taken for one person." in ran.words
    assert "What holds them together, the weakest first" in ran.words
    assert "same e-mail address: claire.dubois@example.org (×" in ran.words
    assert "same organisation: Atelier Dubois (×" in ran.words
    assert len(strengths(ran)) >= 5
    assert "linkedin/claire-dubois-atelier" in ran.words
    assert "address-book/linkedin/Connections.csv:8" in ran.words


def test_others_are_told_with_what_keeps_them_apart(known: Kith) -> None:
    ran = known("explain", "diego santos jr")
    assert "Who was compared and is somebody else ruled out Diego Santos Sr. (p" in ran.words
    assert "one is the elder and one the younger, as father and son" in ran.words
    assert "one is the elder and one the younger: Jr. / Sr. (rules it out)" in ran.words


def test_a_single_record_needs_no_links(imported: Kith) -> None:
    ran = imported("explain", "doe1")
    assert ran.code == 0
    assert "1 record from 1 source: nothing was joined. 1 vcard/card-1 book.vcf:2" in ran.words
    assert "What holds" not in ran.out


def test_many_links_and_many_others_are_cut_short(kith: Kith, tmp_path: Path) -> None:
    text = book(tmp_path / "book.vcf", [1]).read_bytes()
    cards = [text.replace(b"UID:card-1", f"UID:card-{number}".encode()) for number in range(14)]
    (tmp_path / "book.vcf").write_bytes(b"".join(cards))
    kith("import", "-q", tmp_path / "book.vcf")
    ran = kith("explain", "doe1")
    assert "14 records from 1 source, taken for one person." in ran.words
    assert "and 3 stronger ones; --format json has all" in ran.words
    assert len(json.loads(kith("explain", "-F", "json", "doe1").out)["links"]) == 13


def test_the_explanation_as_json(known: Kith) -> None:
    told = json.loads(known("explain", "--format", "json", "claire dubois").out)
    assert set(told) == {"person", "records", "links", "others"}
    assert len(told["links"]) == len(told["records"]) - 1
    weights = [link["weight"] for link in told["links"]]
    assert weights == sorted(weights)
    assert {"comparison", "level", "value_a", "value_b", "weight"} == set(told["links"][0]["evidence"][0])


# Two people


def test_two_people_are_explained_by_a_waterfall(known: Kith) -> None:
    ran = known("explain", "claire dubois", "marc dubois")
    assert ran.code == 0
    assert "Claire Dubois (p" in ran.words
    assert "are two people, because" in ran.words
    assert re.search(r"Two records picked at random are one person +1 in \d", ran.out)
    assert re.search(r"same phone number.*: \+33199000010 +×\d+ █", ran.words)
    assert re.search(r"different given names: Claire / Marc +÷\d+ █", ran.words)
    assert re.search(r"Together: .* (\d to 1|1 to \d)", ran.words)
    assert re.search(r"\d+ other pairs? of records of Claire Dubois and Marc Dubois", ran.words)


def test_who_is_named_first_stands_first(known: Kith) -> None:
    one, other = (
        known("explain", *names) for names in (("claire dubois", "marc dubois"), ("marc dubois", "claire dubois"))
    )
    assert "different given names: Claire / Marc" in one.words
    assert "different given names: Marc / Claire" in other.words


@pytest.mark.parametrize("columns", ["60", "160"])
def test_narrow_and_wide_terminals(known: Kith, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for names in (("claire dubois",), ("claire dubois", "marc dubois"), ("claire dubois", "priya nair")):
        ran = known("explain", *names)
        tables = [line for line in ran.out.splitlines() if line.endswith(" ")]
        assert max(map(len, tables)) <= int(columns)
        assert ("█" in ran.out) == (columns == "160" and names[1:] == ("marc dubois",))


def test_two_who_were_never_compared_are_shown_side_by_side(known: Kith) -> None:
    ran = known("explain", "priya nair", "claire dubois")
    assert ran.code == 0
    assert "They were never compared" in ran.words
    assert re.search(r"Name +Priya Nair +≠ Claire Dubois", ran.out)
    assert re.search(r"If they are one person: kith same p\w+ p\w+", ran.words)
    told = json.loads(known("explain", "-F", "json", "priya nair", "claire dubois").out)
    assert (told["pairs"], told["links"], told["is_one"]) == ([], [], False)


def test_two_names_of_one_person(known: Kith) -> None:
    ran = known("explain", "claire dubois", "claire.dubois@example.org")
    assert ran.out.startswith("Both are Claire Dubois (p")
    assert "What holds them together" in ran.words
    assert "links" in json.loads(known("explain", "-F", "json", "claire dubois", "claire.dubois@example.org").out)


# Two records


def test_two_records_of_one_person(known: Kith) -> None:
    ran = known("explain", "linkedin/claire-dubois-atelier", "vcard/0B1F6C07-5A7E-4C07-9D21-7E5300A00007")
    assert ran.out.startswith("Both are Claire Dubois (p")
    assert "linkedin address-book/linkedin/Connections.csv:8 and vcard address-book/icloud.vcf:7" in ran.words
    assert "Together: practically certain to be one person" in ran.words
    assert "other pair" not in ran.out


def test_a_record_and_itself_is_its_person(known: Kith) -> None:
    ran = known("explain", "linkedin/claire-dubois-atelier", "linkedin/claire-dubois-atelier")
    assert "What holds them together" in ran.words


def test_a_record_and_another_person(known: Kith) -> None:
    ran = known("explain", "vcard/0B1F6C07-5A7E-4C07-9D21-7E5300A00007", "marc dubois")
    assert "vcard address-book/icloud.vcf:7 and " in ran.words
    untold = known("explain", "vcard/0B1F6C07-5A7E-4C07-9D21-7E5300A00007", "priya nair")
    assert "They were never compared" in untold.words


def test_records_that_are_one_by_way_of_others(known: Kith, home: Path) -> None:
    one, other = "linkedin/claire-dubois-atelier", "vcard/0B1F6C07-5A7E-4C07-9D21-7E5300A00007"
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute(
            "delete from match_evidence where (source_a, record_id_a) = (?, ?) and (source_b, record_id_b) = (?, ?)",
            [*one.split("/"), *other.split("/")],
        )
    ran = known("explain", one, other)
    assert "These two records were not compared; they are Claire Dubois (p" in ran.words
    assert "by way of others: The links between them" in ran.words
    listed = ran.words.partition("The links")[2]
    assert f"1 {one} 2 " in listed
    assert other in listed
    assert len(json.loads(known("explain", "-F", "json", one, other).out)["links"]) >= 2


# What somebody said


def test_what_somebody_said_is_told(known: Kith) -> None:
    assert known("different", "claire dubois", "marc dubois", "--by", "ada", "--because", "they are a couple").code == 0
    ran = known("explain", "claire dubois", "marc dubois")
    assert "are two people, because they were said to be different. (ada on " in ran.words
    assert "they are different, because: they are a couple)" in ran.words
    assert "open question" not in ran.words
    assert "Together: " in ran.words
    alone = known("explain", "claire dubois")
    assert "Who was compared and is somebody else" in alone.words
    assert "they were said to be different (ada on" in alone.words
    assert "Who may be the same" not in alone.words


def test_people_whom_only_a_word_joined(imported: Kith) -> None:
    assert imported("same", "doe1", "doe2").code == 0
    ran = imported("explain", "vcard/card-1", "vcard/card-2")
    assert "because they were said to be the same." in ran.words
    assert "Nothing but what was said brings these two together: they were never compared." in ran.words
    assert "as was said 1 – 2" in imported("explain", "doe1").words


# What can't be answered


def test_who_may_be_meant_is_listed(known: Kith) -> None:
    ran = known("explain", "dubois", "priya nair")
    assert ran.code == 2
    assert "people may be meant by 'dubois'" in ran.words
    listed = known("explain", "-F", "json", "priya nair", "dubois")
    assert listed.code == 2
    assert len(json.loads(listed.out)) >= 2


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("nobody at all",), 1, "Nobody is known as 'nobody at all'"),
        (("claire dubois", "nobody\x1b[31m"), 1, "Nobody is known as 'nobody\ufffd[31m'"),
        (("claire dubois", " "), 2, "Say whom"),
        (("claire dubois", "--format", "xml"), 2, "There is no format 'xml': choose text or json."),
    ],
)
def test_what_cannot_be_asked(known: Kith, arguments: tuple[str, ...], code: int, complaint: str) -> None:
    ran = known("explain", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert complaint in ran.complaint


def test_without_a_warehouse(kith: Kith) -> None:
    ran = kith("explain", "claire")
    assert ran.code == 1
    assert "There is no warehouse yet" in ran.complaint


def test_a_warehouse_of_another_version(imported: Kith, home: Path) -> None:
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute("alter table match_evidence drop column evidence")
    ran = imported("explain", "doe1")
    assert ran.code == 1
    assert "made by another version of Kith" in ran.complaint


def test_while_another_process_writes(known: Kith, home: Path) -> None:
    with writing(home, purpose="kith import"):
        assert known("explain", "claire dubois").code == 0


def test_values_cannot_steer_the_terminal(kith: Kith, tmp_path: Path) -> None:
    given = "Ja\x1bne [bold]B[/bold]"
    text = book(tmp_path / "book.vcf", [1, 2], given=given, note="\x1b]0;title\x07").read_bytes()
    (tmp_path / "book.vcf").write_bytes(text + text.replace(b"UID:card-", b"UID:again-"))
    kith("import", "-q", tmp_path / "book.vcf")
    for arguments in (["doe1"], ["doe1", "doe2"], ["vcard/card-1", "vcard/again-1"]):
        ran = kith("explain", *arguments)
        assert ran.code == 0
        assert "\x1b" not in ran.out
        assert "\x07" not in ran.out
