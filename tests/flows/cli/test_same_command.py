import getpass
import re
from pathlib import Path

import pytest

from tests.flows.cli.conftest import Kith
from tests.flows.looking import contents, landing, warehouse
from warehouse.lock import writing


def person_id(home: Path, email: str) -> str:
    return str(dict(warehouse(home, "select address, person_id from person_email"))[email])


def test_two_people_become_one_and_the_old_id_leads_to_them(imported: Kith, home: Path) -> None:
    jane, max_ = person_id(home, "jane1@example.org"), person_id(home, "max1@example.com")
    ran = imported("same", "jane1@example.org", "+1 212 555 0101", "--because", "he married", "--by", "Ada")
    assert (ran.code, ran.err) == (0, "")
    assert ran.words.startswith(f"Jane Doe1 ({jane}) and Max Roe1 ({max_}) are one person:")
    assert "2 records" in ran.words
    kept, gone = sorted((jane, max_), key=lambda each: each not in ran.out.splitlines()[-1].split()[3])
    assert ran.out.endswith(f"{gone} leads to {kept} from now on.\n")
    assert landing(home, "select command, verdict, judged_by, reason from judgement") == [
        ("same", "same", "Ada", "he married")
    ]
    assert "7 people" in imported("status").words

    led = imported("person", gone)
    assert led.code == 0
    assert led.complaint == f"{gone} is {kept} now: the two turned out to be one person."
    again = imported("same", gone, kept)
    assert again.code == 0
    assert f"({kept}) already: there is nothing to do." in again.words
    assert landing(home, "select count(*) from judgement") == [(1,)]


def test_every_record_of_one_is_the_same_as_every_record_of_the_other(imported: Kith, home: Path) -> None:
    imported("same", "jane1@example.org", "max1@example.com")
    assert imported("same", "max1@example.com", "max2@example.com").code == 0
    assert landing(home, "select action_id, count(*) from judgement group by all order by all") == [(1, 1), (2, 2)]
    ((by,),) = landing(home, "select distinct judged_by from judgement")
    assert by == getpass.getuser()


def test_a_user_without_a_name_is_you(imported: Kith, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(getpass, "getuser", nameless)
    imported("same", "jane1@example.org", "max1@example.com", "--by", " ", "--because", "")
    assert landing(home, "select judged_by, reason from judgement") == [("you", None)]


def test_what_it_takes_the_place_of_is_told(imported: Kith) -> None:
    imported(
        "different", "jane1@example.org", "max1@example.com", "--because", "she [bold]told\x1b[31m me", "--by", "Ada"
    )
    ran = imported("same", "jane1@example.org", "max1@example.com")
    assert ran.code == 0
    told = r"This takes the place of what was said before: kith different \(number 1, 20.* UTC, by Ada, because: she "
    assert re.match(told, ran.words)
    assert "[bold]told\ufffd[31m me)" in ran.words


def test_several_who_may_be_meant_are_listed_and_nothing_is_said(imported: Kith, home: Path) -> None:
    before = contents(home)
    ran = imported("same", "jane1@example.org", "max")
    assert ran.code == 2
    assert "3 people may be meant by 'max'; name one by its id:" in ran.words
    assert contents(home) == before


@pytest.mark.parametrize(
    ("one", "other", "code", "complaint"),
    [
        ("nobody", "jane1@example.org", 1, "Nobody is known as 'nobody'"),
        ("jane1@example.org", "no\x1bbody", 1, "Nobody is known as 'no\ufffdbody'"),
        ("jane1@example.org", " ", 2, "Say whom"),
    ],
)
def test_nobody_is_meant(imported: Kith, home: Path, one: str, other: str, code: int, complaint: str) -> None:
    before = contents(home)
    ran = imported("same", one, other)
    assert ran.code == code
    assert complaint in ran.complaint
    assert contents(home) == before


def test_people_are_named_by_their_records(imported: Kith, home: Path) -> None:
    ((one, other),) = warehouse(
        home, "select min(source || '/' || record_id), max(source || '/' || record_id) from source_record"
    )
    ran = imported("same", one, other)
    assert ran.code == 0
    assert "are one person:" in ran.words


def test_there_is_nothing_yet(kith: Kith, home: Path) -> None:
    for arguments in (("same", "a", "b"), ("different", "a", "b"), ("split", "a"), ("undo",), ("undo", "--list")):
        ran = kith(*arguments)
        assert ran.code == 1
        assert "There is no warehouse yet. Import an address book first" in ran.complaint
    assert not home.exists()


def test_another_process_is_writing(imported: Kith, home: Path) -> None:
    with writing(home, purpose="kith import"):
        ran = imported("same", "jane1@example.org", "max1@example.com")
    assert ran.code == 75
    assert "`kith import`" in ran.complaint
