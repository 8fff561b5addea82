"""From the address that people know to their address books and calendars, and to those that they want."""

from datetime import timedelta

import pytest

from configs.errors import UserError
from connectors.dav import CardDav
from tests.connectors.dav.asking import Asker, card
from tests.emulators.dav import ADDRESS, HOMES
from tests.emulators.dav_books import PRINCIPAL, Reply, Ways

FRIENDS, WORK = "/books/ada/friends/", "/books/ada/w%C3%B6rk/"


@pytest.fixture(autouse=True)
def _books(asking: Asker) -> None:
    asking.server.make("/books/ada/friends/", name="Friends & Family")["0.vcf"] = card("u0", "Ada Brandt")
    asking.server.make("/books/ada/wörk/")["1.vcf"] = card("u1", "Ben Okafor")


class TestAddresses:
    @pytest.mark.parametrize("path", ["", "principals/ada/"])
    def test_all_books_of_whoever_signs_in(self, asking: Asker, path: str) -> None:
        assert asking.connector(path).check() == "2 address books: Friends & Family (1 card), wörk (1 card)"

    @pytest.mark.parametrize("path", ["books/ada/friends/", "books/ada/friends"])
    def test_one_book_by_its_own_address(self, asking: Asker, path: str) -> None:
        assert asking.connector(path).check() == "1 address book: Friends & Family (1 card)"
        asking.server.once("PROPFIND", "friends", Reply(301, b"", (("location", FRIENDS),)))
        for _ in range(2):
            asking.pull(path)
            assert set(asking.names) == {f"{FRIENDS}0.vcf"}
        del asking.server.books[FRIENDS]
        asking.pull(path)
        assert asking.names == {}

    def test_a_book_may_describe_itself_without_the_slash(self, asking: Asker) -> None:
        asking.server.ways = Ways(href=lambda path: path.rstrip("/") if path in {FRIENDS, WORK} else path)
        asking.pull()
        assert set(asking.names) == {f"{FRIENDS}0.vcf", f"{WORK}1.vcf"}

    @pytest.mark.parametrize("status", [403, 404, 405])
    def test_the_well_known_address_leads_on(self, asking: Asker, status: int) -> None:
        asking.server.once("PROPFIND", "/nowhere/", Reply(status))
        asking.server.once("PROPFIND", "/.well-known/carddav", Reply(301, b"", (("location", "/"),)))
        asking.pull("nowhere/")
        assert len(asking.names) == 2
        assert asking.server.asked[:3] == ["PROPFIND /nowhere/", "PROPFIND /.well-known/carddav", "PROPFIND /"]

    def test_the_root_is_asked_last(self, asking: Asker) -> None:
        asking.pull("nowhere/at/all")
        assert len(asking.names) == 2

    def test_an_address_without_any_says_so(self, asking: Asker) -> None:
        asking.server.always("PROPFIND", "/", Reply(404))
        with pytest.raises(UserError, match=r"\(status 404\) where its address books .*\(/nowhere\)"):
            asking.pull("nowhere")

    @pytest.mark.parametrize("url", ["http://[", "so", "", "ftp://example.org/", "https://"])
    def test_what_is_no_address_is_told(self, asking: Asker, url: str) -> None:
        connector = CardDav(asking.network, url, now=asking.clock, full_every=timedelta(days=7))
        with pytest.raises(UserError, match="is no address of a server"):
            connector.check()

    def test_a_book_that_goes_while_it_is_counted_has_none(self, asking: Asker) -> None:
        asking.server.always("sync-collection", FRIENDS, Reply(404))
        asking.server.once("PROPFIND", FRIENDS, Reply(404))
        assert asking.connector().check() == "2 address books: Friends & Family (0 cards), wörk (1 card)"

    def test_a_user_without_any_home_is_told(self, asking: Asker) -> None:
        asking.server.mend = lambda text: text.replace(f"<d:href>{HOMES['card']}</d:href>", "")
        with pytest.raises(UserError, match="has no address books for this user"):
            asking.pull()

    def test_nobody_signed_in_is_told(self, asking: Asker) -> None:
        asking.server.mend = lambda text: text.replace(f"<d:href>{PRINCIPAL}</d:href>", "<d:unauthenticated/>")
        with pytest.raises(UserError, match="has no address books for this user"):
            asking.pull()

    def test_a_home_without_any_book_is_empty(self, asking: Asker) -> None:
        asking.server.books.clear()
        assert asking.connector().check() == "0 address books"
        pulled = asking.pull()
        assert (pulled.records, pulled.is_complete) == ({}, True)

    def test_bins_inboxes_and_other_things_are_not_read(self, asking: Asker) -> None:
        home = HOMES["cal"]
        asking.server.make(f"{home}own/", name="Own")
        asking.server.make(f"{home}inbox/", more="<cal:schedule-inbox/>")
        asking.server.make(f"{home}gone/", more='<x:deleted-calendar xmlns:x="http://nextcloud.com/ns"/>')
        asking.server.make(f"{home}holidays/", more="<cs:subscribed/>")
        assert asking.connector(is_calendar=True).check() == "1 calendar: Own (0 events)"

    @pytest.mark.parametrize(("components", "count"), [("VTODO", 0), ("VEVENT", 1), ("vevent", 1)])
    def test_lists_of_to_dos_are_no_calendars(self, asking: Asker, components: str, count: int) -> None:
        asking.server.make(f"{HOMES['cal']}own/", name="Own")
        said = (
            "<cal:supported-calendar-component-set>"
            f'<cal:comp name="{components}"/></cal:supported-calendar-component-set>'
        )
        asking.server.mend = lambda text: text.replace("</d:displayname>", f"</d:displayname>{said}")
        assert asking.connector(is_calendar=True).check().startswith(f"{count} calendar")

    @pytest.mark.parametrize("path", ["", "calendars/ada/own/"])
    def test_the_account_is_the_users_address(self, asking: Asker, path: str) -> None:
        asking.server.make(f"{HOMES['cal']}own/", name="Own")
        found = asking.connector(path, is_calendar=True)._discovery.collections()
        assert found.account == ADDRESS

    def test_a_calendar_is_read_without_it_too(self, asking: Asker) -> None:
        asking.server.make(f"{HOMES['cal']}own/", name="Own")
        asking.server.once("PROPFIND", PRINCIPAL, Reply(403))
        found = asking.connector("calendars/ada/own/", is_calendar=True)._discovery.collections()
        assert found.account is None
        asking.server.mend = lambda text: text.replace("mailto:", "tel:")
        assert asking.connector(is_calendar=True)._discovery.collections().account is None


class TestChoice:
    @pytest.mark.parametrize("name", ["friends & FAMILY", "friends", FRIENDS])
    def test_by_what_they_are_called(self, asking: Asker, name: str) -> None:
        asking.pull(collections=(name,))
        assert set(asking.names) == {f"{FRIENDS}0.vcf"}

    @pytest.mark.parametrize("name", ["wörk", "w%C3%B6rk", WORK])
    def test_by_the_last_part_of_their_path(self, asking: Asker, name: str) -> None:
        asking.pull(collections=(name, "friends"))
        assert set(asking.names) == {f"{FRIENDS}0.vcf", f"{WORK}1.vcf"}

    def test_one_that_is_not_there_is_told_with_those_that_are(self, asking: Asker) -> None:
        with pytest.raises(UserError) as caught:
            asking.pull(collections=("friends", "Family"))
        assert str(caught.value).startswith(
            "There is no address book 'Family' on the server. There are: Friends & Family, wörk."
        )

    def test_where_there_are_none_it_says_so(self, asking: Asker) -> None:
        asking.server.books.clear()
        with pytest.raises(UserError, match="There are: none"):
            asking.pull(collections=("Friends",))

    def test_what_is_not_wanted_any_more_goes(self, asking: Asker) -> None:
        asking.pull()
        asking.pull(collections=("friends",))
        assert set(asking.names) == {f"{FRIENDS}0.vcf"}
        asking.pull(WORK[1:])
        assert set(asking.names) == {f"{WORK}1.vcf"}


class TestGone:
    def test_a_book_that_is_deleted_takes_its_cards(self, asking: Asker) -> None:
        asking.pull()
        del asking.server.books["/books/ada/wörk/"]
        asking.pull()
        assert set(asking.names) == {f"{FRIENDS}0.vcf"}
        assert asking.server.asked[-1] == "PROPFIND /books/ada/wörk/"

    @pytest.mark.parametrize("status", [404, 410])
    def test_one_that_goes_while_it_is_asked_takes_its_cards(self, asking: Asker, status: int) -> None:
        asking.pull()
        asking.server.books["/books/ada/wörk/"]["2.vcf"] = card("u2", "Ben Okafor")
        asking.server.always("sync-collection", "/wörk/", Reply(status))
        asking.server.once("PROPFIND", "/wörk/", Reply(status))
        asking.pull()
        assert set(asking.names) == {f"{FRIENDS}0.vcf"}

    @pytest.mark.parametrize("status", [404, 410])
    def test_one_that_is_asked_by_its_address_takes_its_cards(self, asking: Asker, status: int) -> None:
        asking.pull(FRIENDS[1:])
        asking.server.once("PROPFIND", FRIENDS, Reply(status))
        assert asking.pull(FRIENDS[1:]).records == {}
        assert asking.names == {}
        assert len(asking.server.asked) == 1

    def test_one_that_is_merely_not_listed_stays(self, asking: Asker) -> None:
        asking.pull()
        hidden = asking.server.books["/books/ada/wörk/"]
        hidden["2.vcf"] = card("u2", "Ben Okafor")
        asking.server.mend = lambda text: (
            text.replace("<d:href>/books/ada/w%C3%B6rk/", "<d:href>/else/") if ("/books/ada/friends/" in text) else text
        )
        asking.pull()
        assert set(asking.names) == {f"{FRIENDS}0.vcf", f"{WORK}1.vcf", f"{WORK}2.vcf"}

    @pytest.mark.parametrize(("status", "left"), [(403, 1), (400, 2)])
    def test_one_that_is_not_this_users_any_more_goes(self, asking: Asker, status: int, left: int) -> None:
        asking.pull()
        del asking.server.books["/books/ada/wörk/"]
        asking.server.once("PROPFIND", "/wörk/", Reply(status))
        if left == 1:
            asking.pull()
        else:
            with pytest.raises(UserError):
                asking.pull()
        assert len(asking.names) == left

    def test_a_book_within_a_book_is_a_book_of_its_own(self, asking: Asker) -> None:
        inner = asking.server.make("/books/ada/friends/best/", name="Best")
        inner["2.vcf"] = card("u2", "Ben Okafor")
        asking.pull()
        assert set(asking.names) == {f"{FRIENDS}0.vcf", f"{FRIENDS}best/2.vcf", f"{WORK}1.vcf"}
        asking.server.books["/books/ada/friends/"].name = "Friends"
        asking.pull()  # all of the outer one, what changed of the inner one
        assert len(asking.names) == 3
        del asking.server.books["/books/ada/friends/"]
        asking.pull()
        assert set(asking.names) == {f"{FRIENDS}best/2.vcf", f"{WORK}1.vcf"}

    def test_a_new_name_is_told_by_all_records(self, asking: Asker) -> None:
        asking.pull()
        asking.server.books["/books/ada/friends/"].name = "Friends"
        pulled = asking.pull()
        assert {record.file for record in pulled.records.values()} == {"Friends/0.vcf"}
        assert asking.pull().records == {}
