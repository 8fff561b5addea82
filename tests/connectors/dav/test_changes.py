"""What changed, as servers tell it in their different ways."""

import pytest

from configs.errors import RefusedError, UserError
from connectors.dav import changes as changes_module
from tests.connectors.dav.asking import Asker, card, skipped
from tests.emulators.dav_books import Book, Reply, Ways

BOOK = "/books/ada/friends/"
pytestmark = pytest.mark.usefixtures("book")


@pytest.fixture
def book(asking: Asker) -> Book:
    book = asking.server.make(BOOK, name="Friends")
    for number in range(3):
        book[f"{number}.vcf"] = card(f"u{number}", f"Ada Brandt {number}")
    return book


class TestTokens:
    def test_an_unchanged_token_costs_no_more_than_finding_the_book(self, asking: Asker) -> None:
        asking.pull()
        asking.pull()
        assert asking.server.asked == ["PROPFIND /", "PROPFIND /principals/ada/", "PROPFIND /books/ada/"]

    def test_only_what_has_another_etag_is_fetched(self, asking: Asker, book: Book) -> None:
        asking.pull()
        book["0.vcf"] = book["0.vcf"]
        book["1.vcf"] = card("u1", "Ada Okafor")
        assert set(asking.pull().records) == {f"{BOOK}1.vcf"}
        assert asking.asked("GET") == 1

    @pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 412, 507])
    def test_a_token_that_is_refused_is_followed_by_a_listing(self, asking: Asker, book: Book, status: int) -> None:
        asking.pull()
        asking.server.ways = Ways(lost_status=status)
        del book["0.vcf"]
        book["1.vcf"] = card("u1", "Ada Okafor")
        book.forget_tokens()
        pulled = asking.pull()
        assert (set(pulled.records), set(pulled.gone)) == ({f"{BOOK}1.vcf"}, {f"{BOOK}0.vcf"})
        assert asking.names == {f"{BOOK}1.vcf": "Ada Okafor", f"{BOOK}2.vcf": "Ada Brandt 2"}

    def test_a_report_that_does_not_work_is_replaced_by_a_listing(self, asking: Asker, book: Book) -> None:
        asking.server.always("sync-collection", BOOK, Reply(501))
        asking.pull()
        assert len(asking.names) == 3
        asking.pull()
        assert asking.asked("sync-collection") == 0
        del book["0.vcf"]
        assert asking.pull().gone == {f"{BOOK}0.vcf"}

    def test_an_answer_without_a_token_is_taken_for_what_it_is(self, asking: Asker, book: Book) -> None:
        asking.server.ways = Ways(has_ctag=False)
        asking.server.mend = lambda text: text.replace("sync-token>", "unknown>")
        asking.pull()
        asking.pull()
        assert asking.asked("sync-collection") == 1
        assert asking.asked("GET") == asking.asked("addressbook-multiget") == 0
        del book["0.vcf"]
        assert asking.pull().gone == {f"{BOOK}0.vcf"}

    def test_a_server_that_goes_round_in_circles_is_left(self, asking: Asker) -> None:
        cut = f"<d:response><d:href>{BOOK}</d:href><d:status>HTTP/1.1 507 Full</d:status></d:response></d:multistatus>"
        asking.server.mend = lambda text: text.replace("</d:multistatus>", cut)
        with pytest.raises(RefusedError, match="goes round in circles"):
            asking.pull()
        assert asking.asked("sync-collection") == 2

    def test_a_server_that_never_ends_is_left(self, asking: Asker, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(changes_module, "_MOST_PAGES", 5)
        asking.server.ways = Ways(page=1)
        for number in range(20):
            book["0.vcf"] = card("u0", f"Ada Brandt {number}")
        with pytest.raises(RefusedError, match="goes round in circles"):
            asking.pull()


class TestListings:
    def test_an_unchanged_ctag_saves_the_listing(self, asking: Asker) -> None:
        asking.server.ways = Ways(has_sync=False)
        asking.pull()
        asking.pull()
        assert len(asking.server.asked) == 3

    def test_without_a_ctag_the_etags_tell(self, asking: Asker, book: Book) -> None:
        asking.server.ways = Ways(has_sync=False, has_ctag=False)
        asking.pull()
        assert asking.pull().records == {}
        assert len(asking.server.asked) == 4
        book["0.vcf"] = card("u0", "Ada Okafor")
        del book["1.vcf"]
        pulled = asking.pull()
        assert (set(pulled.records), set(pulled.gone)) == ({f"{BOOK}0.vcf"}, {f"{BOOK}1.vcf"})

    def test_without_etags_all_is_fetched(self, asking: Asker) -> None:
        asking.server.ways = Ways(has_sync=False, has_ctag=False, has_etags=False)
        asking.pull()
        assert len(asking.pull().records) == 3

    def test_a_listing_that_is_refused_is_told(self, asking: Asker) -> None:
        asking.server.ways = Ways(has_sync=False)
        asking.server.script.append(lambda method, path: Reply(403) if (method, path) == ("PROPFIND", BOOK) else None)
        with pytest.raises(UserError, match=r"127\.0\.0\.1 refuses what it is asked \(status 403\)"):
            asking.pull()

    @pytest.mark.parametrize("ways", [Ways(), Ways(has_sync=False)])
    def test_folders_within_are_no_members(self, asking: Asker, book: Book, ways: Ways) -> None:
        asking.server.ways = ways
        book["folder/"] = ""
        asking.pull()
        assert len(asking.names) == 3


class TestHrefs:
    @pytest.mark.parametrize("ways", [Ways(), Ways(has_sync=False)])
    @pytest.mark.parametrize(
        "write",
        [
            lambda url, path: url.rstrip("/") + path,
            lambda _, path: path.replace("o", "%6F"),
            lambda _, path: path.replace("%C3%B6", "%c3%b6"),
            lambda _, path: path.replace("%C3%B6", "ö"),
            lambda _, path: path.rpartition("/")[2] or path,
        ],
        ids=["absolute", "over-encoded", "lower case", "bare", "relative"],
    )
    def test_they_may_be_written_in_any_way(self, asking: Asker, write: object, ways: Ways) -> None:
        book = asking.server.make(BOOK, name="Friends")
        book["Öz ö.vcf"] = card("u0", "Ada Brandt")
        asking.pull()
        assert callable(write)
        url = asking.server.url
        asking.server.ways = ways._replace(href=lambda path: str(write(url, path)))
        book["two ö.vcf"] = card("u1", "Ben Okafor")
        asking.pull()
        expected = {f"{BOOK}%C3%96z%20%C3%B6.vcf": "Ada Brandt", f"{BOOK}two%20%C3%B6.vcf": "Ben Okafor"}
        assert asking.names == expected
        asking.mirror.cursor = None
        asking.pull()
        assert asking.names == expected

    def test_other_hosts_are_refused(self, asking: Asker, book: Book) -> None:
        asking.pull()
        asking.server.ways = Ways(href=lambda path: f"https://evil.example.net{path}")
        book["3.vcf"] = card("u3", "Ben Okafor")
        with pytest.raises(RefusedError, match=r"another host"):
            asking.connector(BOOK[1:]).check()
        asking.server.ways = Ways(href=lambda path: path if path.endswith("/") else f"//evil.example.net{path}")
        with pytest.raises(RefusedError, match=r"names entries on another host \(evil\.example\.net\)"):
            asking.pull()

    @pytest.mark.parametrize("elsewhere", ["/books/ben/9.vcf", "deeper/9.vcf", "http://[", "/books/ada/friendship"])
    def test_what_lies_elsewhere_is_left_out_and_told(self, asking: Asker, elsewhere: str) -> None:
        asking.server.ways = Ways(href=lambda path: elsewhere if path.endswith("0.vcf") else path)
        pulled = asking.pull()
        assert len(asking.names) == 2
        (told,) = skipped(pulled)
        assert (told.file, told.reason) == ("Friends", "1 of its entries lie elsewhere on the server: they aren't read")

    def test_of_several_words_about_one_the_last_counts(self, asking: Asker, book: Book) -> None:
        asking.pull()
        book["0.vcf"] = card("u0", "Ada Okafor")
        gone = f"<d:response><d:href>{BOOK}{{}}</d:href><d:status>HTTP/1.1 404 Gone</d:status></d:response>"
        first, last = gone.format("0.vcf"), gone.format("1.vcf")

        def mended(text: str) -> str:
            if "sync-token>token" not in text or "getetag" not in text:
                return text
            text = text.replace("<d:response>", f"{first}<d:response>", 1)
            return text.replace("</d:multistatus>", f"{last}</d:multistatus>")

        asking.server.mend = mended
        pulled = asking.pull()
        assert (set(pulled.records), set(pulled.gone)) == ({f"{BOOK}0.vcf"}, {f"{BOOK}1.vcf"})

    def test_weak_etags_are_as_good(self, asking: Asker) -> None:
        asking.server.ways = Ways(has_sync=False, has_ctag=False)
        asking.pull()
        asking.server.mend = lambda text: text.replace("W/&quot;", "&quot;").replace('W/"', '"')
        assert asking.pull().records == {}

    def test_namespaces_may_have_any_prefix(self, asking: Asker) -> None:
        asking.server.mend = lambda text: (
            text.replace("<d:", "<")
            .replace("</d:", "</")
            .replace("xmlns:d=", "xmlns=")
            .replace("card:", "Q9:")
            .replace("xmlns:card=", "xmlns:Q9=")
        )
        asking.pull()
        assert len(asking.names) == 3
