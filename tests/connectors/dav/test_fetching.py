"""Members are fetched many at once, and one by one where that doesn't go: a bad one costs itself alone."""

from collections.abc import Iterator

import pytest

from configs.errors import RefusedError, UnreachableError
from connectors.dav import fetching
from connectors.network import NetworkLimits
from connectors.records import RawContact
from tests.connectors.dav.asking import Asker, asker, card, rejects
from tests.emulators.dav_books import Book, Reply, Ways

BOOK = "/books/ada/friends/"
pytestmark = pytest.mark.usefixtures("book")
MEGABYTE = 1 << 20


@pytest.fixture
def book(asking: Asker) -> Book:
    return filled(asking, 12)


def filled(asking: Asker, count: int) -> Book:
    book = asking.server.make(BOOK, name="Friends")
    for number in range(count):
        book[f"{number:04}.vcf"] = card(f"u{number}", f"Ada Brandt {number}")
    return book


class TestManyAtOnce:
    def test_portions_grow_to_what_an_answer_should_have(self, asking: Asker) -> None:
        filled(asking, 1_200)
        asking.pull()
        assert asking.asked("addressbook-multiget") == 4  # 50, 200, 500, 450
        assert asking.asked("GET") == 0
        assert len(asking.names) == 1_200

    def test_portions_of_large_members_are_small(self, asking: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fetching, "_BYTES", 5_000)
        monkeypatch.setattr(fetching, "_FIRST", 10)
        book = asking.server.make(BOOK, name="Friends")
        for number in range(40):
            book[f"{number}.vcf"] = card(f"u{number}", f"Ada Brandt {number}", f"NOTE:{'x' * 700}")
        asking.pull()
        assert len(asking.names) == 40
        assert asking.asked("addressbook-multiget") == 9  # 10, then 4 at a time, the last 2

    @pytest.mark.parametrize("refusal", [400, 403, 404, 405, 413, 501, 507])
    def test_fewer_are_asked_for_where_so_many_are_refused(self, asking: Asker, refusal: int) -> None:
        asking.server.ways = Ways(multiget_most=3, refusal=refusal)
        asking.pull()
        assert len(asking.names) == 12
        assert asking.asked("addressbook-multiget") == 7  # all 12 at once, then 2 at a time

    @pytest.mark.parametrize("refusal", [400, 403, 404, 405, 501])
    def test_one_by_one_where_the_report_is_missing(self, asking: Asker, refusal: int) -> None:
        asking.server.ways = Ways(multiget_most=0, refusal=refusal)
        asking.pull()
        assert len(asking.names) == 12
        assert asking.asked("GET") == 12
        assert asking.asked("addressbook-multiget") == 2

    @pytest.mark.parametrize("left_out", [("0003.vcf",), tuple(f"{number:04}.vcf" for number in range(12))])
    def test_what_an_answer_leaves_out_is_asked_for_again(self, asking: Asker, left_out: tuple[str, ...]) -> None:
        asking.server.ways = Ways(leaves_out=left_out)
        asking.pull()
        assert len(asking.names) == 12

    def test_a_member_without_content_is_fetched_by_itself(self, asking: Asker, book: Book) -> None:
        full = book["0003.vcf"]
        asking.server.mend = lambda text: text.replace(full, "")
        asking.pull()
        assert len(asking.names) == 12
        assert asking.asked("GET") == 1

    def test_what_goes_in_the_meantime_is_gone(self, asking: Asker, book: Book) -> None:
        def vanish(method: str, _path: str) -> Reply | None:
            if method == "addressbook-multiget" and "0003.vcf" in book:
                del book["0003.vcf"]
            return None

        asking.server.script.append(vanish)
        asking.pull()
        assert len(asking.names) == 11
        asking.server.script.clear()
        assert asking.pull().records == {}

    def test_what_goes_before_it_is_fetched_by_itself_is_gone(self, asking: Asker, book: Book) -> None:
        asking.server.ways = Ways(multiget_most=0)
        asking.pull()
        book["0003.vcf"] = card("u3", "Ben Okafor")
        asking.server.once("GET", "0003.vcf", Reply(404))
        assert asking.pull().gone == {f"{BOOK}0003.vcf"}

    def test_what_changes_in_the_meantime_is_read_as_it_is_now_once(self, asking: Asker, book: Book) -> None:
        def change(method: str, _path: str) -> Reply | None:
            if method == "addressbook-multiget" and "Brandt" in book["0003.vcf"]:
                book["0003.vcf"] = card("u3", "Ben Okafor")
            return None

        asking.server.script.append(change)
        asking.pull()
        assert asking.names[f"{BOOK}0003.vcf"] == "Ben Okafor"
        assert asking.pull().records == {}


class TestBadMembers:
    def test_control_signs_that_break_the_answer_cost_no_other_card(self, asking: Asker, book: Book) -> None:
        book["0003.vcf"] = card("u3", "Ben Okafor", "NOTE:a\x0bb")
        asking.pull()
        assert len(asking.names) == 12
        assert asking.names[f"{BOOK}0003.vcf"] == "Ben Okafor"
        assert asking.asked("GET") <= 3

    def test_bytes_that_are_no_utf_8_cost_no_other_card(self, asking: Asker, book: Book) -> None:
        book["0003.vcf"] = card("u3", "Zo\udceb Brandt")
        asking.pull()
        assert len(asking.names) == 12

    def test_a_picture_of_ten_megabytes_is_fetched_by_itself(self, asking: Asker, book: Book) -> None:
        photo = "A" * (10 * MEGABYTE)
        book["0003.vcf"] = card("u3", "Ben Okafor", f"PHOTO;ENCODING=b;TYPE=JPEG:{photo}")
        asking.pull()
        record = asking.mirror.records[f"{BOOK}0003.vcf"]
        assert isinstance(record, RawContact)
        assert record.photos[0].size == 10 * MEGABYTE * 3 // 4
        assert len(asking.names) == 12

    def test_a_member_on_which_the_server_fails_is_a_reject(self, asking: Asker) -> None:
        asking.server.ways = Ways(fails_on=("0003.vcf",))
        pulled = asking.pull()
        assert len(asking.names) == 11
        assert [(each.file, each.reason) for each in rejects(pulled)] == [
            ("Friends/0003.vcf", "the server fails to give it")
        ]
        assert not pulled.is_complete

    def test_it_is_read_once_the_server_gives_it(self, asking: Asker) -> None:
        asking.server.ways = Ways(fails_on=("0003.vcf",))
        asking.pull()
        assert len(asking.pull().records) == 0
        asking.server.ways = Ways()
        assert set(asking.pull().records) == {f"{BOOK}0003.vcf"}
        asking.pull()
        assert len(asking.server.asked) == 3

    def test_one_that_was_read_before_stays_as_it_was(self, asking: Asker, book: Book) -> None:
        asking.pull()
        asking.server.ways = Ways(fails_on=("0003.vcf",))
        asking.clock.advance(days=8)
        assert asking.pull().gone == frozenset()
        assert len(asking.names) == 12
        del book["0003.vcf"]
        assert asking.pull().gone == {f"{BOOK}0003.vcf"}

    def test_a_member_that_is_refused_is_a_reject(self, asking: Asker) -> None:
        asking.server.ways = Ways(multiget_most=0)
        asking.server.once("GET", "0003.vcf", Reply(403))
        (reject,) = rejects(asking.pull())
        assert (reject.file, reject.reason) == ("Friends/0003.vcf", "the server refuses to give it (status 403)")

    def test_a_server_that_fails_on_many_is_broken(self, asking: Asker) -> None:
        filled(asking, 20)
        asking.server.ways = Ways(multiget_most=0, fails_on=tuple(f"{number:04}.vcf" for number in range(20)))
        with pytest.raises(UnreachableError, match=r"it fails \(status 500\)"):
            asking.pull()

    def test_a_server_that_is_down_is_not_asked_for_each(self, asking: Asker) -> None:
        asking.server.break_off(after=4)
        with pytest.raises(UnreachableError):
            asking.pull()
        assert asking.asked("addressbook-multiget") == 2  # as often as the network tries
        assert asking.asked("GET") == 0

    def test_a_web_page_in_a_members_place_ends_the_pull(self, asking: Asker) -> None:
        asking.server.ways = Ways(multiget_most=0)
        page = Reply(200, b"<html>Sign in to the airport's network</html>", (("content-type", "text/html"),))
        asking.server.once("GET", "0003.vcf", page)
        with pytest.raises(UnreachableError, match="answers with a web page"):
            asking.pull()


class TestTooMuch:
    @pytest.fixture
    def asking(self) -> Iterator[Asker]:
        with asker(NetworkLimits(tries=1, answer_bytes=20_000)) as one:
            yield one

    def test_answers_that_are_too_large_are_asked_for_in_parts(self, asking: Asker) -> None:
        book = filled(asking, 12)
        for number in range(12):
            book[f"{number:04}.vcf"] = card(f"u{number}", f"Ada Brandt {number}", f"NOTE:{'x' * 5_000}")
        asking.pull()
        assert len(asking.names) == 12

    def test_a_member_that_is_too_large_is_a_reject(self, asking: Asker) -> None:
        book = filled(asking, 3)
        book["0001.vcf"] = card("u1", "Ben Okafor", f"NOTE:{'x' * 30_000}")
        (reject,) = rejects(asking.pull())
        assert (reject.file, reject.reason) == ("Friends/0001.vcf", "larger than an answer may be")
        assert len(asking.names) == 2

    @pytest.mark.parametrize("most", [0, 1_000])
    def test_what_else_is_refused_ends_the_pull(self, asking: Asker, most: int) -> None:
        filled(asking, 3)
        asking.server.ways = Ways(multiget_most=most)
        away = Reply(302, b"", (("location", "https://evil.example.net/"),))
        asking.server.once("GET" if not most else "addressbook-multiget", "", away)
        with pytest.raises(RefusedError, match="redirects to another host"):
            asking.pull()
