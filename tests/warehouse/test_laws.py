"""Laws of landing: whatever is imported, in whatever order, nothing is lost, doubled or called otherwise."""

from collections.abc import Sequence
from typing import NamedTuple

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.identity import content_hash
from connectors.records import RawContact
from tests.warehouse.cards import BOOK, card, land, rows
from warehouse.landing import LandingStore
from warehouse.merging import Counts
from warehouse.migrate import migrate


class Import(NamedTuple):
    """One import of a random book."""

    cards: tuple[RawContact, ...]
    is_complete: bool


@st.composite
def books(draw: st.DrawFn) -> tuple[RawContact, ...]:
    """Books with copies, shared ids, equal names, ids that look numbered, and cards that differ in a note alone."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["a", "b", "a~2", "a#Ben"]),
                st.sampled_from(["Ada", "Ben", ""]),
                st.sampled_from([None, "1", "2"]),
                st.sampled_from([BOOK, "other.vcf"]),
            ),
            max_size=8,
        )
    )
    return tuple(
        card(uid, name, note, file=file, position=position, emails=())
        for position, (uid, name, note, file) in enumerate(drawn, 1)
    )


LAWS = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
IMPORTS = st.lists(st.builds(Import, books(), st.booleans()), min_size=1, max_size=4)


def said(cards: Sequence[RawContact]) -> set[tuple[str, str]]:
    """What distinct records a book holds: given id and content."""
    return {(each.record_id, content_hash(each)) for each in cards}


def known(store: LandingStore) -> dict[tuple[str, str], str]:
    """The current records' ids by given id and content; each of these pairs stands for one record."""
    found = rows(store, "select given_id, content_hash, record_id from raw_contact where valid_to is null")
    ids = {(given_id, content): record_id for given_id, content, record_id in found}
    assert len({record_id for *_, record_id in found}) == len(found)
    return ids


@LAWS
@given(IMPORTS)
def test_laws_of_landing(imports: list[Import]) -> None:
    with duckdb.connect(config={"threads": "1"}) as connection:
        migrate(connection)
        store = LandingStore(connection)
        for cards, asks_complete in imports:
            is_complete = asks_complete and bool(cards)
            before, held = known(store), said(cards)
            counts = land(store, *cards, is_complete=is_complete)
            after = known(store)
            # Everything that was read is there, and what was there already is the same record as before.
            assert held <= after.keys()
            assert {pair: before[pair] for pair in held & before.keys()} == {
                pair: after[pair] for pair in held & before.keys()
            }
            assert counts.read == len(cards)
            assert counts.unchanged == len(held & before.keys())
            assert counts.loaded == len(held - before.keys())
            assert counts.gone == len(set(before.values()) - set(after.values()))
            if is_complete:
                assert after.keys() == held
            # A record that was in nobody's way is still what it was.
            given_ids = {given_id for given_id, _ in held}
            untouched = {pair: record_id for pair, record_id in before.items() if pair[0] not in given_ids}
            assert is_complete or untouched.items() <= after.items()
            again = land(store, *reversed(cards), is_complete=is_complete)
            assert again == Counts(read=len(cards), unchanged=len(held), skipped=len(cards) - len(held))
            assert known(store) == after


@LAWS
@given(books(), st.data())
def test_ids_do_not_depend_on_the_order_of_cards_with_different_names(
    cards: tuple[RawContact, ...], data: st.DataObject
) -> None:
    distinct = list(
        {(each.record_id, each.names[0].full): each for each in cards if each.record_id != "a#Ben"}.values()
    )
    found = []
    for order in (distinct, data.draw(st.permutations(distinct))):
        with duckdb.connect(config={"threads": "1"}) as connection:
            migrate(connection)
            store = LandingStore(connection)
            land(store, *order)
            found.append(known(store))
    assert found[0] == found[1]


@LAWS
@given(books(), st.data())
def test_an_edit_of_one_card_leaves_all_other_ids_alone(cards: tuple[RawContact, ...], data: st.DataObject) -> None:
    distinct = list({(each.record_id, content_hash(each)): each for each in cards}.values())
    with duckdb.connect(config={"threads": "1"}) as connection:
        migrate(connection)
        store = LandingStore(connection)
        land(store, *distinct)
        before = known(store)
        if not distinct:
            return
        edited = data.draw(st.sampled_from(distinct))
        others = [each for each in distinct if each is not edited]
        note = edited._replace(note="edited")
        counts = land(store, *data.draw(st.permutations([*others, note])), is_complete=True)
        assert counts == Counts(read=len(distinct), loaded=1, unchanged=len(others))
        after = known(store)
        assert {pair: after[pair] for pair in said(others)} == {pair: before[pair] for pair in said(others)}
        assert set(after.values()) == set(before.values())
        closed = rows(store, "select count(*) from raw_contact where valid_to is not null")
        assert closed == [(1,)]
