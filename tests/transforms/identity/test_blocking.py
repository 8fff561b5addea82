"""Which records are compared: all that share a key, and no others."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from transforms.identity import blocking
from transforms.identity.blocking import BIT, SHARED_SCHEMA, STRONG, Blocks, candidates
from transforms.identity.keys import KEY_SCHEMA, KIND_BITS, KINDS, NUMBER, SIDES

Key = tuple[str, int]
Rows = Sequence[tuple[int, Key, bool]]


def blocks_of(keys: pl.DataFrame) -> Blocks:
    """The blocks of keys of nameless records."""
    return blocking.blocks_of(keys, pl.repeat(None, 1_000, dtype=pl.UInt64, eager=True))


def keys_of(rows: Rows) -> pl.DataFrame:
    """Keys as `block_keys` gives them: node, kind and number of the key, whether an address gives it."""
    found = [
        (node, number << KIND_BITS | NUMBER[kind], is_handle, None if is_handle else 1, None if is_handle else -9.0)
        for node, (kind, number), is_handle in rows
    ]
    return pl.DataFrame(found, schema=KEY_SCHEMA, orient="row")


def named(kind: str, *nodes: int, number: int = 7) -> Rows:
    return [(node, (kind, number), False) for node in nodes]


def pairs(rows: Rows) -> dict[tuple[int, int], int]:
    found = candidates(blocks_of(keys_of(rows))).pairs
    assert found.select("node_a", "node_b").is_unique().all()
    return {(one, other): keys for one, other, keys in found.select("node_a", "node_b", "keys").rows()}


def test_nothing_proposes_nothing() -> None:
    blocks = blocks_of(keys_of([]))
    found = candidates(blocks)
    assert found.pairs.is_empty()
    assert found.shared.schema == SHARED_SCHEMA
    assert blocks.skipped["blocks"].sum() == 0
    assert pairs([*named("email", 1), *named("email", 2, number=8), *named("phone", 3)]) == {}


def test_who_shares_a_key_is_compared_once_whatever_else_they_share() -> None:
    rows = [*named("email", 1, 3), *named("name", 3, 1, 2), *named("phone", 1, 3), *named("phone", 1, 3, number=8)]
    assert pairs(rows) == {
        (1, 3): BIT["email"] | BIT["name"] | BIT["phone"],
        (1, 2): BIT["name"],
        (2, 3): BIT["name"],
    }


def test_strong_keys_are_told_by_their_bits() -> None:
    strong = {kind for kind in KINDS if BIT[kind] & STRONG}
    assert strong == {"email", "phone", "linkedin", "source_id", "identifier"}
    assert len(set(BIT.values())) == len(KINDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in SIDES])
def test_a_block_that_is_too_large_proposes_nothing_and_is_counted(kind: str) -> None:
    most = KINDS[kind].most
    assert len(pairs(named(kind, *range(most)))) == most * (most - 1) // 2
    rows = [*named(kind, *range(most + 1)), *named(kind, 1, 2, number=8)]
    blocks = blocks_of(keys_of(rows))
    assert pairs(rows) == {(1, 2): BIT[kind]}
    assert blocks.skipped.filter(kind=kind).rows() == [(kind, 1, most + 1)]
    assert blocks.skipped["records"].sum() == most + 1


@pytest.mark.parametrize("kind", SIDES)
def test_an_address_meets_names_only(kind: str) -> None:
    key = (kind, 7)
    rows = [(1, key, True), (2, key, True), (3, key, False), (4, key, False), (0, key, False)]
    assert set(pairs(rows)) == {(1, 3), (1, 4), (0, 1), (2, 3), (2, 4), (0, 2)}
    assert pairs([row for row in rows if row[2]]) == {}
    assert pairs([row for row in rows if not row[2]]) == {}


@pytest.mark.parametrize("kind", SIDES)
def test_names_alone_are_no_block_that_is_too_large(kind: str) -> None:
    many = [(node, (kind, 7), False) for node in range(KINDS[kind].most + 1)]
    assert blocks_of(keys_of(many)).skipped["blocks"].sum() == 0
    assert blocks_of(keys_of([*many, (0, (kind, 7), True)])).skipped["blocks"].sum() == 1


def test_what_a_pair_shares_is_told_with_how_many_share_it() -> None:
    rows = [*named("email", 1, 2, 3), *named("name", 1, 2), (4, ("address_name", 9), True), *named("address_name", 2)]
    rows += named("address_name", 2, number=9)
    shared = candidates(blocks_of(keys_of(rows))).shared
    assert shared.schema == SHARED_SCHEMA
    told = shared.select("node_a", "node_b", "kind", "size", "pattern", "rarity").sort(pl.all()).rows()
    assert told == [
        (1, 2, "email", 3, 1, -9.0),
        (1, 3, "email", 3, 1, -9.0),
        (2, 3, "email", 3, 1, -9.0),
        (2, 4, "address_name", 2, 1, -9.0),  # how it is made of the name is told by the name's side
    ]


some_rows = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.tuples(st.sampled_from(["email", "name", "address_name", "initial"]), st.integers(0, 2)),
        st.booleans(),
    ),
    max_size=25,
    unique=True,
).map(lambda rows: [(node, key, is_handle and key[0] in SIDES) for node, key, is_handle in rows])
distinct_rows = some_rows.map(lambda rows: list(dict.fromkeys(rows)))


def expected(rows: Rows) -> dict[tuple[int, int], int]:
    """What comparing all with all would find."""
    blocks: dict[Key, set[tuple[int, bool]]] = defaultdict(set)
    for node, key, is_handle in rows:
        blocks[key].add((node, is_handle))
    found: dict[tuple[int, int], int] = defaultdict(int)
    for (kind, _), members in blocks.items():
        for (one, is_one), (other, is_other) in combinations(sorted(members), 2):
            if one != other and (kind not in SIDES or is_one != is_other):
                found[one, other] |= BIT[kind]
    return found


@settings(max_examples=50)
@given(distinct_rows)
def test_exactly_those_who_share_a_key_are_compared(rows: Rows) -> None:
    assert pairs(rows) == expected(rows)


@settings(max_examples=30)
@given(distinct_rows)
def test_the_order_of_keys_changes_nothing(rows: Rows) -> None:
    one, other = (candidates(blocks_of(keys_of(each))) for each in (rows, rows[::-1]))
    assert_frame_equal(one.pairs, other.pairs, check_row_order=False)
    assert_frame_equal(one.shared, other.shared, check_row_order=False)


@settings(max_examples=30)
@given(distinct_rows, st.integers(0, 8))
def test_parts_of_the_records_give_all_pairs_between_them(rows: Rows, cut: int) -> None:
    blocks = blocks_of(keys_of(rows))
    whole = candidates(blocks)
    parts = [candidates(blocks, 0, cut), candidates(blocks, cut + 1, 100)]
    assert_frame_equal(pl.concat([part.pairs for part in parts]), whole.pairs, check_row_order=False)
    assert_frame_equal(pl.concat([part.shared for part in parts]), whole.shared, check_row_order=False)
