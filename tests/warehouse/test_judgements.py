"""What the user says of records: the latest word counts, is taken back, and never contradicts itself."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configs.errors import UsageError, UserError
from connectors.base import Batch
from tests.warehouse.cards import VCARD, card, land, land_batches
from warehouse.judgements import Judged, RecordKey, Verdict
from warehouse.landing import LandingStore
from warehouse.migrate import migrate


def key(record_id: str, source: str = "vcard") -> RecordKey:
    return RecordKey(source, record_id)


def said(store: LandingStore, one: str, other: str, verdict: Verdict, because: str | None = None) -> int:
    """One action of one pair."""
    return store.judgements.add(verdict, [Judged(key(one), key(other), verdict)], by="ada", because=because)


def standing(store: LandingStore) -> dict[tuple[str, str], str]:
    """What stands, by the ids of the records."""
    latest = store.judgements.latest().filter("is_current")
    return {
        (one, other): verdict for one, other, verdict in latest.select("record_id_a", "record_id_b", "verdict").rows()
    }


def test_what_was_said_is_kept_with_who_when_and_why(store: LandingStore) -> None:
    pairs = [Judged(key("2"), key("1"), "same"), Judged(key("9", "google_csv"), key("1"), "unsure")]
    assert store.judgements.add("review", pairs, by="ada", because="the same phone") == 1
    first, second = store.judgements.latest().iter_rows(named=True)
    assert (first["source_a"], first["record_id_a"], first["source_b"], first["record_id_b"]) == (
        "google_csv",
        "9",
        "vcard",
        "1",
    )
    assert (second["record_id_a"], second["record_id_b"], second["verdict"]) == ("1", "2", "same")
    assert (second["reason"], second["judged_by"], second["command"]) == ("the same phone", "ada", "review")
    assert first["is_current"]
    (action,) = store.judgements.actions()
    assert (action.action_id, action.command, action.pairs, action.is_undone) == (1, "review", 2, False)
    assert action.judged_at == second["judged_at"]
    assert set(store.judgements.of_action(1)) == {
        Judged(key("1"), key("2"), "same"),
        Judged(key("9", "google_csv"), key("1"), "unsure"),
    }


def test_the_same_pair_twice_in_an_action_is_one(store: LandingStore) -> None:
    store.judgements.add("same", [Judged(key("1"), key("2"), "same"), Judged(key("2"), key("1"), "same")], by="ada")
    assert store.judgements.actions()[0].pairs == 1


def test_the_latest_word_on_a_pair_counts_and_undo_brings_back_the_one_before(store: LandingStore) -> None:
    said(store, "1", "2", "different")
    said(store, "2", "1", "same")
    assert standing(store) == {("1", "2"): "same"}
    undone = store.judgements.undo(by="bob", because="a slip")
    assert undone is not None
    assert (undone.action_id, undone.is_undone) == (2, False)
    assert standing(store) == {("1", "2"): "different"}
    assert store.judgements.undo(by="bob") is not None
    assert standing(store) == {}
    assert store.judgements.latest()["is_current"].to_list() == [False]
    assert store.judgements.undo(by="bob") is None
    assert [action.is_undone for action in store.judgements.actions()] == [True, True]
    said(store, "1", "2", "unsure")
    assert standing(store) == {("1", "2"): "unsure"}


def test_an_action_can_be_taken_back_by_its_number(store: LandingStore) -> None:
    said(store, "1", "2", "same")
    said(store, "3", "4", "same")
    assert store.judgements.undo(by="ada", action_id=1) is not None
    assert standing(store) == {("3", "4"): "same"}
    with pytest.raises(UsageError, match="Action 1 was taken back before"):
        store.judgements.undo(by="ada", action_id=1)
    with pytest.raises(UsageError, match="There is no action 7: `kith undo --list`"):
        store.judgements.undo(by="ada", action_id=7)


def test_what_is_overruled_is_told(store: LandingStore) -> None:
    said(store, "1", "2", "different")
    said(store, "3", "4", "same")
    said(store, "5", "6", "unsure")
    now = [Judged(key(one), key(other), "same") for one, other in (("2", "1"), ("4", "3"), ("6", "5"), ("8", "7"))]
    assert [action.action_id for action in store.judgements.overruled(now)] == [1]
    assert store.judgements.overruled([]) == []
    store.judgements.undo(by="ada", action_id=1)
    assert store.judgements.overruled(now) == []


def test_what_contradicts_what_was_said_is_refused_and_says_what_stands_against_it(store: LandingStore) -> None:
    said(store, "1", "2", "same", because="one phone")
    said(store, "2", "3", "same")
    said(store, "8", "9", "different")
    with pytest.raises(UserError) as refused:
        said(store, "1", "3", "different")
    message = str(refused.value)
    assert "vcard/1 and vcard/2 are the same (action 1, kith same, 20" in message
    assert "because: one phone); vcard/2 and vcard/3 are the same (action 2, kith same, 20" in message
    assert message.endswith("then try again: kith undo 2 or kith undo 1")
    assert len(store.judgements.actions()) == 3
    store.judgements.undo(by="ada", action_id=1)
    said(store, "1", "3", "different")
    with pytest.raises(
        UserError, match=r"vcard/1 and vcard/3 are different \(action 4.*vcard/2 and vcard/3 are the same"
    ):
        said(store, "2", "1", "same")


def test_taking_back_what_resolved_a_contradiction_is_refused(store: LandingStore) -> None:
    said(store, "1", "3", "different")
    said(store, "1", "3", "same")
    said(store, "1", "2", "same")
    said(store, "2", "3", "same")
    with pytest.raises(UserError, match="kith undo 4 or kith undo 3 or kith undo 1"):
        store.judgements.undo(by="ada", action_id=2)
    assert standing(store)["1", "3"] == "same"


def test_an_old_contradiction_stops_nothing_else(store: LandingStore) -> None:
    """Renaming can bring one about: the ids of two records become one."""
    said(store, "1", "2", "same")
    said(store, "2", "3", "same")
    store._connection.execute(
        "insert into judgement values (3, 'different', 'vcard', '1', 'vcard', '3', 'different', null, 'ada', now())"
    )
    said(store, "5", "6", "same")
    assert store.judgements.undo(by="ada") is not None
    said(store, "0", "3", "same")
    with pytest.raises(UserError, match="vcard/2 and vcard/3 are the same"):
        said(store, "0", "2", "different")


def test_judgements_follow_a_record_that_gets_another_id(store: LandingStore) -> None:
    land(store, card("a"), card("m"))
    said(store, "a", "m", "different")
    land_batches(store, Batch(contacts=(card("z"),), renamed=(("a", "z"),)))
    assert standing(store) == {("m", "z"): "different"}
    said(store, "z", "m", "same")
    assert standing(store) == {("m", "z"): "same"}
    store.judgements.undo(by="ada")
    assert standing(store) == {("m", "z"): "different"}


def test_judgements_wait_for_a_record_that_is_gone(store: LandingStore) -> None:
    land(store, card("a"), card("b"))
    said(store, "a", "b", "same")
    land(store, card("a"), is_complete=True)
    assert standing(store) == {("a", "b"): "same"}


def test_a_forgotten_source_is_forgotten_here_too(store: LandingStore) -> None:
    land(store, card("a"), card("b"))
    said(store, "a", "b", "same")
    store.judgements.undo(by="ada", because="secret")
    store.judgements.add("same", [Judged(key("a"), key("a", "google_csv"), "same")], by="ada")
    store.judgements.add("same", [Judged(key("b", "google_csv"), key("a", "google_csv"), "same")], by="ada")
    assert (store.judgements.about("vcard"), store.judgements.about("google_csv")) == (1, 2)
    before = store.state()
    store.remove("vcard")
    assert store.state() != before
    assert [action.action_id for action in store.judgements.actions()] == [3]
    assert store._connection.execute("select count(*) from judgement_undone").fetchall() == [(0,)]
    assert VCARD.key not in set(store.judgements.latest()["source_a"])


def test_the_number_of_an_action_that_was_taken_back_is_not_given_again(store: LandingStore) -> None:
    said(store, "a", "b", "same")
    store.judgements.undo(by="ada")
    store._connection.execute("delete from judgement")
    assert said(store, "a", "b", "same") == 2
    assert standing(store) == {("a", "b"): "same"}


def test_what_the_warehouse_is_made_of_changes_with_every_word(store: LandingStore) -> None:
    states = [store.state()]
    said(store, "a", "b", "same")
    states.append(store.state())
    store.judgements.undo(by="ada")
    states.append(store.state())
    assert len(set(states)) == 3


words = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.sampled_from(["same", "different", "unsure"]))
Step = tuple[str, str, Verdict] | None


@settings(max_examples=30)
@given(st.lists(st.one_of(st.none(), words.filter(lambda word: word[0] != word[1])), max_size=12))
def test_what_stands_is_never_contradictory_and_undo_goes_back_step_by_step(steps: list[Step]) -> None:
    with duckdb.connect(config={"threads": "1"}) as connection:
        migrate(connection)
        store = LandingStore(connection)
        history = [standing(store)]
        for step in steps:
            if step is None:
                undone = store.judgements.undo(by="ada")
                assert (undone is None) == (len(history) == 1)
                history = history[:-1] or history
            else:
                expected = history[-1] | {(min(step[:2]), max(step[:2])): step[2]}
                if is_consistent(expected):
                    said(store, *step)
                    history.append(expected)
                else:
                    with pytest.raises(UserError):
                        said(store, *step)
            assert standing(store) == history[-1]


def is_consistent(told: dict[tuple[str, str], str]) -> bool:
    """Whether nobody is apart from somebody who is the same by way of others: by the book, not by the code."""
    group = {record: {record} for record in "abcd"}
    for (one, other), verdict in told.items():
        if verdict == "same":
            whole = group[one] | group[other]
            group |= dict.fromkeys(whole, whole)
    return not any(verdict == "different" and other in group[one] for (one, other), verdict in told.items())
