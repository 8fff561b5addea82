"""What is particular about Google's lists of people: groups, new names, tombstones, tokens, quotas, damage."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest

from configs.errors import SignInError, UnreachableError
from connectors.google import contacts, listing
from connectors.google.api import GoogleApi
from connectors.google.contacts import GoogleContacts
from connectors.google.other_contacts import GoogleOtherContacts
from connectors.records import Email, Name, RawContact
from tests.connectors.google.people_world import reached
from tests.connectors.live_contract import Mirror, Pulled
from tests.emulators import google_faults as faults
from tests.emulators.google import GoogleEmulator
from tests.emulators.google_people import Person

NEVER: Final = timedelta(days=10_000)


def named(name: str, **others: object) -> Person:
    return {"names": [{"displayName": name}], **others}


class Account:
    """An account with five contacts and two groups, and what was pulled of it."""

    def __init__(self, emulator: GoogleEmulator, api: GoogleApi) -> None:
        self.emulator = emulator
        self.people = emulator.people
        self.api = api
        self.mirror = Mirror()
        self.running, self.brunch = (self.people.add_group(name) for name in ("Running", "Brunch"))
        self.names = [self.people.add(**named(name)) for name in ("Ada", "Ben", "Cleo", "Dan", "Eve")]

    def pull(self, full_every: timedelta = NEVER) -> Pulled:
        return self.mirror.pull(GoogleContacts(self.api, now=self.emulator.clock, full_every=full_every))

    @property
    def held(self) -> dict[str, str | None]:
        return {name: contact.names[0].full for name, contact in self.contacts.items()}

    @property
    def contacts(self) -> dict[str, RawContact]:
        return {name: each for name, each in self.mirror.records.items() if isinstance(each, RawContact)}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    monkeypatch.setattr(contacts, "PAGE_SIZE", 2)
    monkeypatch.setattr(listing, "BATCH_SIZE", 2)
    with GoogleEmulator() as emulator, reached(emulator, tries=4) as api:
        yield Account(emulator, api)


class TestGroups:
    def test_they_are_categories(self, account: Account) -> None:
        memberships = [account.people.membership(group) for group in (account.running, "myContacts", "starred")]
        account.people.change(account.names[0], memberships=memberships)
        account.pull()
        assert account.contacts[account.names[0]].categories == ("Running", "starred")

    def test_another_name_of_a_group_is_brought_to_all_who_are_in_it(self, account: Account) -> None:
        account.people.change(account.names[0], memberships=[account.people.membership(account.brunch)])
        account.pull()
        account.people.groups[account.brunch] = "Sunday brunch"
        assert account.pull().is_complete
        assert account.contacts[account.names[0]].categories == ("Sunday brunch",)
        assert not account.pull().is_complete

    def test_a_group_that_went_takes_its_category_along(self, account: Account) -> None:
        account.people.change(account.names[0], memberships=[account.people.membership(account.brunch)])
        account.pull()
        del account.people.groups[account.brunch]
        assert account.pull().is_complete
        assert account.contacts[account.names[0]].categories == ()

    def test_a_new_group_needs_no_full_pull(self, account: Account) -> None:
        account.pull()
        sailing = account.people.add_group("Sailing")
        account.people.change(account.names[1], memberships=[account.people.membership(sailing)])
        pulled = account.pull()
        assert (set(pulled.records), pulled.is_complete) == ({account.names[1]}, False)
        assert account.contacts[account.names[1]].categories == ("Sailing",)

    def test_a_group_that_is_made_while_contacts_are_read_is_looked_up(self, account: Account) -> None:
        made = []

        def make_group(reply: faults.Reply) -> faults.Reply:
            made.append(account.people.add_group("Sailing"))
            account.people.change(account.names[4], memberships=[account.people.membership(made[0])])
            return reply

        account.emulator.fail(make_group, on="people.people.connections")
        account.pull()
        assert account.contacts[account.names[4]].categories == ("Sailing",)
        assert sum(asked.method_id == "people.contactGroups.list" for asked in account.emulator.asked) == 2

    def test_there_may_be_many(self, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("connectors.google.groups._PAGE_SIZE", 3)
        account.people.change(account.names[0], memberships=[account.people.membership(account.brunch)])
        account.pull()
        assert account.contacts[account.names[0]].categories == ("Brunch",)


class TestNewNames:
    def test_a_contact_with_another_resource_name_is_the_same_one(self, account: Account) -> None:
        account.pull()
        new = account.people.rename(account.names[0])
        pulled = account.pull()
        assert pulled.renamed == ((account.names[0], new),)
        assert account.held[new] == "Ada"
        assert account.names[0] not in account.held

    def test_several_new_names_lead_to_one(self, account: Account) -> None:
        account.pull()
        second = account.people.rename(account.names[0])
        third = account.people.rename(second)
        assert account.pull().renamed == ((account.names[0], third), (second, third))
        assert len(account.held) == 5

    def test_of_two_that_became_one_one_is_left(self, account: Account) -> None:
        account.pull()
        account.people.merge(account.names[0], account.names[1])
        account.pull()
        assert sorted(account.held.values(), key=str) == ["Ben", "Cleo", "Dan", "Eve"]


class TestTokens:
    @pytest.mark.parametrize("gives_410", [False, True])
    def test_after_seven_days_everything_is_pulled(self, account: Account, gives_410: bool) -> None:
        account.emulator.gives_410 = gives_410
        account.pull()
        account.emulator.clock.advance(days=5)
        account.people.change(account.names[0], **named("Ada Brandt"))
        assert not account.pull().is_complete
        account.emulator.clock.advance(days=3)  # seven days since all was read, three since the last token
        account.people.delete(account.names[1])
        assert account.pull().is_complete
        assert sorted(account.held.values(), key=str) == ["Ada Brandt", "Cleo", "Dan", "Eve"]

    def test_a_token_is_asked_with_what_it_was_given_for(self, account: Account) -> None:
        """Google refuses it with anything else: the emulator's block would fail."""
        account.pull()
        account.people.add(**named("Fay"))
        account.people.add(**named("Gil"))
        account.people.add(**named("Hal"))
        assert len(account.pull().records) == 3

    def test_other_fields_than_last_time_are_a_full_pull(
        self, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        account.pull()
        monkeypatch.setattr(contacts, "PERSON_FIELDS", "names,metadata")
        assert account.pull().is_complete

    def test_a_list_that_loses_its_thread_is_told(self, account: Account) -> None:
        account.emulator.fail(faults.refused(410, reason="gone"), on="people.people.connections", after=1)
        with pytest.raises(UnreachableError, match="doesn't go on"):
            account.pull()

    def test_a_token_lost_in_the_middle_of_a_delta_costs_nothing(self, account: Account) -> None:
        account.pull()
        for name in account.names[:4]:
            account.people.change(name, **named("Somebody"))
        account.people.delete(account.names[4])
        account.emulator.fail(faults.refused(400, reason="EXPIRED_SYNC_TOKEN"), on="people.people.connections", after=2)
        assert account.pull().is_complete
        assert account.held == dict.fromkeys(account.names[:4], "Somebody")

    def test_without_a_token_the_next_pull_is_full(self, account: Account) -> None:
        def without_token(reply: faults.Reply) -> faults.Reply:
            return faults.Reply(200, reply.body.replace(b"nextSyncToken", b"somethingElse"))

        account.emulator.fail(without_token, on="people.people.connections", after=2)
        account.pull()
        assert account.pull().is_complete
        assert not account.pull().is_complete


class TestFaults:
    def test_a_first_page_over_its_quota_is_waited_for(self, account: Account) -> None:
        account.people.first_pages = 0

        def allow(_: faults.Reply) -> faults.Reply:
            account.people.first_pages = 1
            return faults.too_many(retry_after=30)(faults.Reply(200, b""))

        account.emulator.fail(allow, on="people.people.connections")
        account.pull()
        assert len(account.held) == 5

    def test_people_who_come_twice_count_once(self, account: Account) -> None:
        account.people.repeats = 1
        pulled = account.pull()
        assert sum(len(batch.contacts) for batch in pulled.batches) == 7
        assert sorted(account.held) == sorted(account.names)

    @pytest.mark.parametrize("fault", ["dropped", "half_sent", "cut_off", "web_page"])
    def test_what_breaks_off_on_the_second_page_goes_on(self, account: Account, fault: str) -> None:
        account.emulator.fail(getattr(faults, fault)(), on="people.people.connections", after=1)
        account.pull()
        assert sorted(account.held) == sorted(account.names)

    def test_half_a_list_is_kept_by_nobody(self, account: Account) -> None:
        account.pull()
        account.people.change(account.names[0], **named("Ada Brandt"))
        for name in ("Fay", "Gil", "Hal"):
            account.people.add(**named(name))
        account.emulator.fail(faults.half_sent(), on="people.people.connections", after=1, times=9)
        with pytest.raises(UnreachableError):
            account.pull()
        account.emulator.heal()
        assert len(account.pull().records) == 4

    @pytest.mark.parametrize("method", ["people.people.connections", "people.contactGroups"])
    def test_pages_in_a_circle_are_told(self, account: Account, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
        monkeypatch.setattr("connectors.google.groups._PAGE_SIZE", 3)
        first: list[faults.Reply] = []

        def same_page(reply: faults.Reply) -> faults.Reply:
            first.append(reply)
            return first[0]

        account.emulator.fail(same_page, on=method, times=9)
        with pytest.raises(UnreachableError, match="in a circle"):
            account.pull()
        assert len(first) == 2

    def test_groups_that_cannot_be_read_are_told(self, account: Account) -> None:
        account.emulator.fail(
            lambda _: faults.Reply(200, b'{"contactGroups": [{}]}'), on="people.contactGroups", times=9
        )
        with pytest.raises(UnreachableError, match="can't be read"):
            account.pull()

    def test_a_person_who_cannot_be_read_costs_that_person(self, account: Account) -> None:
        def damaged(reply: faults.Reply) -> faults.Reply:
            assert b'"Ada"' in reply.body
            return faults.Reply(200, reply.body.replace(b'"Ada"', b"17"))

        account.emulator.fail(damaged, on="people.people.connections")
        pulled = account.pull()
        (reject,) = [reject for batch in pulled.batches for reject in batch.rejects]
        assert "17" in (reject.raw or "")
        assert reject.reason == "Expected `str | null`, got `int` - at `$.names[0].displayName`"
        assert (reject.file, reject.position) == ("Google Contacts", 2)
        assert sorted(account.held) == sorted(account.names[1:])

    def test_a_person_without_a_resource_name_is_a_reject(self, account: Account) -> None:
        def nameless(reply: faults.Reply) -> faults.Reply:
            return faults.Reply(200, reply.body.replace(b'"resourceName": "people/c1"', b'"resourceless": 1'))

        account.emulator.fail(nameless, on="people.people.connections")
        assert len([reject for batch in account.pull().batches for reject in batch.rejects]) == 1

    def test_a_revoked_sign_in_is_told(self, account: Account) -> None:
        account.pull()
        account.emulator.is_revoked = True
        account.emulator.tokens.clear()
        with pytest.raises(SignInError):
            account.pull()


def test_someone_of_whom_there_is_only_a_profile_is_a_contact(account: Account) -> None:
    name = account.people.add(**named("Fay", photos=[{"url": "https://photos.example.com/f"}]))
    account.pull()
    assert account.contacts[name].names == (Name("Fay"),)


def test_other_contacts_are_in_no_group_and_say_less(account: Account) -> None:
    person = {**named("Zoe", nicknames=[{"value": "Z"}]), "emailAddresses": [{"value": "zoe@example.org"}]}
    account.people.others.add(**person, memberships=[account.people.membership(account.running)])
    mirror = Mirror()
    mirror.pull(GoogleOtherContacts(account.api, now=account.emulator.clock, full_every=NEVER))
    assert list(mirror.records.values()) == [
        RawContact(
            record_id="otherContacts/c1",
            file="Google other contacts",
            position=1,
            names=(Name("Zoe"),),
            emails=(Email("zoe@example.org"),),
            updated="2026-01-01T00:00:01.125Z",
        )
    ]


def test_other_contacts_are_in_no_group_whatever_google_says(account: Account) -> None:
    account.people.others.add(**named("Zoe"))
    within = b'"memberships": [{"contactGroupMembership": {"contactGroupId": "g1"}}], "names"'
    account.emulator.fail(
        lambda reply: faults.Reply(200, reply.body.replace(b'"names"', within)), on="people.otherContacts"
    )
    mirror = Mirror()
    mirror.pull(GoogleOtherContacts(account.api, now=account.emulator.clock, full_every=NEVER))
    (zoe,) = mirror.records.values()
    assert isinstance(zoe, RawContact)
    assert (zoe.names, zoe.categories) == ((Name("Zoe"),), ())


def test_what_is_reached_is_counted(account: Account) -> None:
    assert GoogleContacts(account.api, now=account.emulator.clock, full_every=NEVER).check() == "5 contacts"
    others = GoogleOtherContacts(account.api, now=account.emulator.clock, full_every=NEVER)
    assert others.check() == "0 people to whom you wrote"
