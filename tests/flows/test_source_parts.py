"""A part of a source is pulled by itself: it lands whole, or nothing of it does and its outcome says why."""

import logging
from pathlib import Path

import pytest

from configs.errors import RefusedError, SignInError, UnreachableError, UserError
from flows.outcome import Failure, Outcome
from flows.progress import Silent
from flows.source_parts import Part, PullOptions
from tests.flows.servers import contact, failing, part, server
from warehouse.landing import LandingStore
from warehouse.merging import Counts


def landed(home: Path, one: Part, options: PullOptions | None = None) -> Outcome:
    with LandingStore.open(home) as store:
        (outcome,) = one.land(store, store.begin_run("sync"), options or PullOptions(), progress=Silent())
    return outcome


def test_a_pull_starts_where_the_last_one_ended(home: Path) -> None:
    held = server([1, 2, 3])
    first, again = landed(home, part(held)), landed(home, part(held))
    assert first == Outcome("google", "google_contacts", "Google Contacts", Counts(read=3, loaded=3))
    assert again.counts == Counts(read=3, unchanged=3)
    assert held.pulls == [None, "1"]


def test_a_full_one_starts_anew(home: Path) -> None:
    held = server([1])
    landed(home, part(held))
    landed(home, part(held), PullOptions(is_full=True))
    assert held.pulls == [None, None]


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (UnreachableError("It doesn't answer."), "unreachable"),
        (SignInError("Sign in: kith connect google"), "sign_in"),
        (RefusedError("It is another host."), "refused"),
        (UserError("There is no such calendar."), "error"),
    ],
)
def test_what_the_server_does_wrong_is_the_outcome_and_nothing_is_taken(
    home: Path, error: UserError, failure: Failure
) -> None:
    held = server([1])
    landed(home, part(held))
    held.held[2], held.failure = contact(2), error
    outcome = landed(home, part(held))
    assert (outcome.failure, outcome.message, outcome.counts) == (failure, str(error), Counts())
    assert landed(home, failing(error)).failure == failure
    held.failure = None
    assert landed(home, part(held)).counts == Counts(read=2, loaded=1, unchanged=1)
    assert held.pulls == [None, "1", "1"]


def test_a_fault_of_ours_is_one_sources_failure_and_tells_nothing_of_what_was_read(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="kith.sync"):
        outcome = landed(home, part(server([1], KeyError("ada.brandt@example.org"))))
    assert outcome.failure == "fault"
    assert "KeyError in pull" in str(outcome.message)
    assert "KeyError" in caplog.text
    assert "servers.py" in caplog.text
    assert "ada.brandt" not in caplog.text + str(outcome.message)


def test_a_great_loss_is_held_back_until_somebody_says_so(home: Path) -> None:
    held = server(range(10))
    landed(home, part(held, "work"))
    for number in range(6):
        del held.held[number]
    outcome = landed(home, part(held, "work"))
    assert (outcome.failure, outcome.counts) == ("held_back", Counts())
    assert outcome.message == (
        "it would lose 6 of its 10 records, so it was left as it was. If they are really gone there, say so: "
        "kith sync work --allow-loss"
    )
    assert landed(home, part(held, "work"), PullOptions(may_lose=frozenset({"home"}))).failure == "held_back"
    allowed = landed(home, part(held, "work"), PullOptions(may_lose=frozenset({"work"})))
    assert allowed.counts == Counts(read=4, unchanged=4, gone=6)


def test_it_may_be_said_of_the_sources_key_too(home: Path) -> None:
    held = server(range(3))
    landed(home, part(held, "work"))
    held.held.clear()
    options = PullOptions(may_lose=frozenset({"google_contacts:work"}))
    assert landed(home, part(held, "work"), options).counts == Counts(gone=3)


def test_a_part_says_what_it_reaches() -> None:
    assert part(server([1, 2])).check() == "2 contacts"
    with pytest.raises(UnreachableError, match="no answer"):
        part(server([], UnreachableError("no answer"))).check()


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("It holds no more.", "It holds no more. Sign in again: kith connect work"),
        ("Run: kith connect google work", "Run: kith connect google work"),
    ],
)
def test_whose_sign_in_is_refused_is_told_how_to_sign_in(message: str, told: str) -> None:
    refused = part(server(failure=SignInError(message)), "work")
    assert refused.failed(SignInError(message)).message == told
    with pytest.raises(SignInError) as caught:
        refused.check()
    assert str(caught.value) == told
