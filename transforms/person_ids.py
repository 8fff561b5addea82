"""The ids that people keep: over every run, a person's id stays with most of the records that had it."""

import hashlib
from collections.abc import Iterable

import polars as pl

_KEY = ("source", "record_id")


def assign_person_ids(groups: pl.DataFrame, previous: pl.DataFrame) -> pl.DataFrame:
    """Give each group of records an id.

    Where a group split, the id goes to the part with most of its records; where groups merged, the id that brought most
    records stays. Ties go to the smaller id, then to the group with the smallest record. A new id is made of the
    group's first record, so that the same records get the same ids on every machine.

    Args:
        groups: source, record_id, group: the records of people, equal for one person's.
        previous: source, record_id, person_id: what was known before.

    Returns:
        source, record_id, person_id, in the order of the first two.
    """
    first = groups.sort(_KEY).group_by("group", maintain_order=True).first()
    claims = (
        groups.join(previous, on=_KEY)
        .group_by("group", "person_id")
        .agg(records=pl.len())
        .join(first, on="group")
        .sort("records", "person_id", *_KEY, descending=[True, False, False, False])
    )
    # An id goes to one group, then a group takes one of the ids that it got.
    kept = claims.unique("person_id", keep="first", maintain_order=True)
    kept = kept.unique("group", keep="first", maintain_order=True).select("group", "person_id")
    fresh = first.join(kept, on="group", how="anti").sort(_KEY)
    taken = {*kept["person_id"], *previous["person_id"]}
    made = fresh.select(
        "group", person_id=pl.Series(list(_new_ids(fresh.select(_KEY).iter_rows(), taken)), dtype=pl.String)
    )
    return groups.join(pl.concat([kept, made]), on="group").select(*_KEY, "person_id").sort(_KEY)


def _new_ids(records: Iterable[tuple[str, str]], taken: set[str]) -> Iterable[str]:
    for source, record_id in records:
        attempt = 0
        while True:
            text = f"{source}\x1f{record_id}\x1f{attempt or ''}"
            candidate = "p" + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
            if candidate not in taken:
                break
            attempt += 1
        taken.add(candidate)
        yield candidate
