"""Who is the same person: from tidy records to groups and the evidence for them."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from transforms.identity.changes import Changes, changes_compared
from transforms.identity.evidence import decided, evidence, in_order, pair_keys
from transforms.identity.features import features
from transforms.identity.model import Model
from transforms.identity.state import JUDGED_SCHEMA, NONE_APART, State, all_compared, nodes_of, of_nodes
from transforms.identity.training import train
from transforms.tidy import Tidy

GROWTH: Final = 1.5
"""A model is trained anew when there are as many times the records that it was trained on, or as many times fewer."""

JUDGEMENT_SCHEMA: Final = JUDGED_SCHEMA | {"is_current": pl.Boolean}

_KEY: Final = ("source", "record_id")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told beside the records.

    judgements  what the user said, and what he took back (columns of `JUDGEMENT_SCHEMA`)
    apart       pairs of records that were seen side by side, as two attendees of one event with two addresses (columns
                of `APART_SCHEMA`)
    """

    judgements: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=JUDGEMENT_SCHEMA))
    apart: pl.DataFrame = field(default_factory=lambda: NONE_APART)


@dataclass(frozen=True)
class Resolution:
    """Who is who.

    groups   source, record_id, group (int; equal for one person's records), weakest (bits of the weakest link that the
             group needed; infinite for a record alone): a row per record of a person, in no order
    skipped  kind, blocks, records: keys that too many records share to propose anything
    state    what the next run starts from
    judged   what the user says today
    left_out source, record_id of records that were compared and are published of nobody
    """

    groups: pl.DataFrame
    skipped: pl.DataFrame
    state: State
    judged: pl.DataFrame
    left_out: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=dict.fromkeys(_KEY, pl.String)))

    @cached_property
    def decided(self) -> pl.DataFrame:
        """The pairs that are accepted, to be reviewed, or refused, by their nodes, in the order of their keys."""
        found = decided(self.state, self.judged)
        is_out = np.zeros(len(self.state.versions), bool)
        is_out[nodes_of(self.state, self.left_out)] = True
        kept = found.filter(~of_nodes(is_out, found["node_a"]) & ~of_nodes(is_out, found["node_b"]))
        return in_order(self.state, kept)

    @cached_property
    def pair_keys(self) -> pl.DataFrame:
        """These pairs by their records, without their evidence: `evidence.pair_keys`."""
        return pair_keys(self.state, self.decided)

    @property
    def pairs(self) -> pl.DataFrame:
        """These pairs with their evidence: `evidence.PAIR_SCHEMA`."""
        return evidence(self.state, self.decided)

    def without(self, records: pl.DataFrame) -> "Resolution":
        """The same with some records (source, record_id) left out: nobody's, and in no pair."""
        keys = records.select(_KEY)
        return replace(self, groups=self.groups.join(keys, on=_KEY, how="anti"), left_out=keys)


def resolve(
    tidy: Tidy,
    source_ids: pl.DataFrame,
    *,
    told: Told | None = None,
    model: Model | None = None,
    before: State | None = None,
    versions: pl.DataFrame | None = None,
) -> Resolution:
    """Group the records of people.

    With `before`, only what changed since is compared with everything; the groups are the same as without.

    Args:
        tidy: The normalised records; only those of persons are grouped.
        source_ids: source, record_id, connector, given_id: the id that the source itself gave.
        told: What the user said, and what else speaks against a pair.
        model: What evidence weighs; trained on these records where there is none, or where they outgrew it.
        before: The state that the last run ended with.
        versions: source, record_id, version (UInt64, another one when the record is another).
    """
    said = told or Told()
    judged = said.judgements.filter("is_current")
    people = tidy.contacts.filter(pl.col("kind") == "person").select(_KEY)
    numbers = _versions(people, versions)
    trained = None if model is None or is_outgrown(model, people.height) else model
    if trained is not None and before is not None and before.model is trained:
        state = _continued(tidy, source_ids, before, numbers, said)
    else:
        known = features(tidy, source_ids)
        del tidy, source_ids  # of a million records it is a gigabyte, where the caller has let it go, too
        order = known.records.select(_KEY).join(numbers, on=_KEY, how="left", maintain_order="left")
        state = all_compared(known, order["version"].to_numpy(), judged, trained or train(known), said.apart)
    living = state.living
    groups = state.known.records.select(_KEY)[living].with_columns(
        group=pl.Series(state.group[living], dtype=pl.Int64), weakest=pl.Series(state.weakest[living], dtype=pl.Float64)
    )
    return Resolution(groups, state.skipped, state, judged)


def is_outgrown(model: Model, records: int) -> bool:
    """Whether a model was trained on so many more or fewer records that it has to be trained anew."""
    return not model.records / GROWTH < max(records, 1) < max(model.records, 1) * GROWTH


def _versions(people: pl.DataFrame, versions: pl.DataFrame | None) -> pl.DataFrame:
    if versions is None:
        return people.with_columns(version=pl.struct(_KEY).hash(0))
    return people.join(versions.select(*_KEY, "version"), on=_KEY, how="left").with_columns(
        pl.col("version").fill_null(0)
    )


def _continued(tidy: Tidy, source_ids: pl.DataFrame, before: State, numbers: pl.DataFrame, said: Told) -> State:
    known = before.versions[before.is_alive]
    fresh = numbers.filter(~pl.col("version").is_in(pl.Series(known).implode())).select(_KEY)
    changed = features(tidy.of(fresh), source_ids.join(fresh, on=_KEY, how="semi"))
    order = changed.records.select(_KEY).join(numbers, on=_KEY, how="left", maintain_order="left")
    changes = Changes(numbers["version"].to_numpy(), changed, order["version"].to_numpy().astype(np.uint64))
    ends = [said.judgements.select(source=f"source_{end}", record_id=f"record_id_{end}") for end in "ab"]
    judged = said.judgements.filter("is_current")
    return changes_compared(before, changes, judged=judged, ever=pl.concat(ends).unique(), apart=said.apart)
