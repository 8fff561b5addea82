"""An address book about which there are questions: pairs that are to be reviewed, planted in the published warehouse.

What the engine thinks of them doesn't matter, so that tests of the review hold whatever it learns.
"""

from pathlib import Path
from typing import Final

import duckdb

from tests.flows.books import book

PAIRS: Final = (
    (0, 1, 0.0, "review", None),
    (1, 2, 1.0, "review", "weak_bridge"),
    (0, 2, -2.0, "review", None),
    (2, 3, 0.5, "review", "judged_unsure"),
    (1, 3, 0.5, "review", None),
    (1, 3, None, "different", "judged_different"),
    (0, 4, -2.5, "different", "names_differ"),
)
"""Pairs of people, by the number of their card: weight, decision and reason."""

WEAK: Final = 4
"""The number of the card of somebody whose two records a weak link holds together."""


def two_books(folder: Path) -> tuple[Path, Path]:
    """Two address books of the same five people, to be imported as the sources `one` and `two`."""
    return book(folder / "one.vcf", range(5)), book(folder / "two.vcf", range(5))


def plant_questions(home: Path) -> None:
    """Plant `PAIRS` and the weak link in a warehouse of `two_books`."""
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        for one, other, weight, decision, reason in PAIRS:
            told = {"one": one, "other": other, "weight": weight, "decision": decision, "reason": reason}
            connection.execute(_PLANT, told)
        connection.execute(_WEAKEN, [f"card-{WEAK}"])


_PLANT: Final = """
    insert into match_evidence by name
    select
        one.source as source_a,
        one.record_id as record_id_a,
        one.person_id as person_id_a,
        other.source as source_b,
        other.record_id as record_id_b,
        other.person_id as person_id_b,
        $decision as decision,
        $reason as reason,
        $weight::double as weight,
        1 / (1 + pow(2, -$weight::double)) as probability,
        -7.0 as prior_weight,
        ['phone'] as blocking_keys,
        [
            {comparison: 'phone', level: 'shared', value_a: '7946', value_b: '7946', weight: 9.0},
            {comparison: 'given_name', level: 'different', value_a: 'jane', value_b: 'jean', weight: $weight - 2.0}
        ] as evidence
    from source_record as one, source_record as other
    where
        one.record_id = 'card-' || $one
        and other.record_id = 'card-' || $other
        and one.source = if($decision = 'review', 'vcard:one', 'vcard:two')
        and one.source = other.source
"""

_WEAKEN: Final = """
    update person_quality set weakest_link = 0.7
    where person_id in (select person_id from source_record where record_id = ?)
"""
