"""The ids that people keep: over every run, a person's id stays with most of the records that had it."""

import hashlib
from collections.abc import Iterable

import polars as pl

_KEY = ("source", "record_id")


def assign_person_ids(groups: pl.DataFrame, previous: pl.DataFrame, former: pl.DataFrame | None = None) -> pl.DataFrame:
    """Give each group of records an id.

    Where a group split, the id goes to the part with most of its records; where groups merged, the id that brought most
    records stays. Ties go to the group with fewer records that had another id before, which they may get back, then to
    the smaller id, then to the group with the smallest record. A part that has no id gets back the one that most of its
    records had before a merge; else a new one, made of the group's first record, so that the same records get the same
    ids on every machine.

    Args:
        groups: source, record_id, group: the records of people, equal for one person's.
        previous: source, record_id, person_id: what was known before.
        former: The same of ids that are in use no more; nobody else is ever given one.

    Returns:
        source, record_id, person_id, in the order of the first two.
    """
    retired = previous.clear() if former is None else former
    first = groups.sort(_KEY).group_by("group", maintain_order=True).first()
    kept = _claimed(groups, previous, first, joined=retired.select(_KEY).unique())
    without = groups.join(kept, on="group", how="anti")
    returned = _claimed(without, retired, first, joined=retired.select(_KEY).clear())
    fresh = first.join(pl.concat([kept, returned]), on="group", how="anti").sort(_KEY)
    taken = {*kept["person_id"], *previous["person_id"], *retired["person_id"]}
    made = fresh.select(
        "group", person_id=pl.Series(list(_new_ids(fresh.select(_KEY).iter_rows(), taken)), dtype=pl.String)
    )
    return groups.join(pl.concat([kept, returned, made]), on="group").select(*_KEY, "person_id").sort(_KEY)


def _claimed(
    groups: pl.DataFrame, previous: pl.DataFrame, first: pl.DataFrame, *, joined: pl.DataFrame
) -> pl.DataFrame:
    """The ids that groups take over: group, person_id. An id goes to one group, then a group takes one of its own.

    `joined` are the records (source, record_id) that had another id before: of two claims alike theirs is the weaker.
    """
    claims = (
        groups.join(previous, on=_KEY)
        .join(joined.with_columns(is_joined=pl.lit(value=True)), on=_KEY, how="left")
        .group_by("group", "person_id")
        .agg(records=pl.len(), joined=pl.col("is_joined").sum())
        .join(first.select("group", *_KEY), on="group")
        .sort("records", "joined", "person_id", *_KEY, descending=[True, False, False, False, False])
    )
    kept = claims.unique("person_id", keep="first", maintain_order=True)
    return kept.unique("group", keep="first", maintain_order=True).select("group", "person_id")


def retired_records(ids: pl.DataFrame, previous: pl.DataFrame, former: pl.DataFrame) -> pl.DataFrame:
    """The records of people whose ids are in use no more.

    In: the records with their ids now, as they were before, and those that were retired already (source, record_id,
    person_id each). Out: the same columns, the records that an id had when it was in use last.
    """
    gone = previous.join(ids, on="person_id", how="anti")
    earlier = former.join(ids, on="person_id", how="anti").join(gone, on="person_id", how="anti")
    return pl.concat([earlier, gone]).sort("person_id", *_KEY)


def people_came(ids: pl.DataFrame, before: pl.DataFrame) -> int:
    """How many people have an id that nobody had before; both frames have person_id."""
    return ids.select("person_id").unique().join(before.select("person_id"), on="person_id", how="anti").height


def person_redirects(ids: pl.DataFrame, former: pl.DataFrame) -> pl.DataFrame:
    """Where ids that are in use no more lead: old_person_id, person_id, whoever has most of the records.

    An id leads nowhere where none of its records is left. No id leads to one that leads on.
    """
    return (
        former.rename({"person_id": "old_person_id"})
        .join(ids, on=_KEY)
        .group_by("old_person_id", "person_id")
        .agg(records=pl.len())
        .sort("records", "person_id", descending=[True, False])
        .unique("old_person_id", keep="first", maintain_order=True)
        .select("old_person_id", "person_id")
        .sort("old_person_id")
    )


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
