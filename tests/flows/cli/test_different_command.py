import re
from pathlib import Path

from tests.flows.books import book
from tests.flows.cli.conftest import Kith
from tests.flows.looking import contents, warehouse

FATHER, SON = "diego santos sr", "diego santos jr"


def test_two_people_are_kept_apart(known: Kith, home: Path) -> None:
    people = warehouse(home, "select count(*) from person")
    ran = known("different", SON, FATHER, "--because", "father and son", "--by", "Ada")
    assert (ran.code, ran.err) == (0, "")
    said = (
        r"Diego Santos Jr\. \(p\w+\) and Diego Santos Sr\. \(p\w+\) are kept apart from now on \(3 pairs of records\):"
    )
    assert re.match(said, ran.words)
    assert warehouse(home, "select count(*) from person") == people
    told = "select verdict, is_current, reason, judged_by, command, count(*) from judgement group by all"
    assert warehouse(home, told) == [("different", True, "father and son", "Ada", "different", 3)]


def test_who_is_one_by_what_they_have_in_common_is_for_split(known: Kith, home: Path) -> None:
    before = contents(home)
    ran = known("different", "ada.brandt@example.org", "Ada Brandt")
    assert ran.code == 2
    said = r"Both are one person, Dr\. Ada Brandt \((p\w+)\)\. To say which .* are somebody else's: kith split \1"
    assert re.search(said, ran.complaint)
    assert contents(home) == before


def test_who_is_one_since_somebody_said_so_is_told_with_who_when_and_why(known: Kith) -> None:
    known("same", FATHER, SON, "--by", "Ada", "--because", "a slip of the pen")
    ran = known("different", FATHER, SON)
    assert ran.code == 2
    said = r"That was said before: `kith same` on 20\d\d-\d\d-\d\d by Ada, because: a slip of the pen\. To say which"
    assert re.search(said, ran.complaint)


def test_the_latest_word_counts_also_where_an_earlier_one_was_on_a_part(imported: Kith) -> None:
    assert imported("same", "jane0@example.org", "jane1@example.org").code == 0
    assert imported("different", "jane1@example.org", "jane2@example.org").code == 0
    assert imported("undo", "1").code == 0
    ran = imported("same", "jane2@example.org", "jane1@example.org")
    assert ran.code == 0
    assert "takes the place of what was said before: kith different (number 2" in ran.words


def test_what_contradicts_what_was_said_of_a_record_that_is_gone_is_refused(imported: Kith, tmp_path: Path) -> None:
    def left(*numbers: int) -> None:
        assert imported("import", "-q", "--replace", book(tmp_path / "book.vcf", numbers)).code == 0

    assert imported("same", "jane0@example.org", "jane1@example.org").code == 0
    left(1, 2)
    assert imported("same", "jane1@example.org", "jane2@example.org").code == 0
    left(0, 2)
    ran = imported("different", "jane0@example.org", "jane2@example.org")
    assert ran.code == 1
    assert "can't be true together with what you said before: vcard/" in ran.complaint
    assert ran.complaint.endswith("then try again: kith undo 2 or kith undo 1")
    assert imported("undo", "1").code == 0
    assert imported("different", "jane0@example.org", "jane2@example.org").code == 0
