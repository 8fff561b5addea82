"""The law of the incremental engine: what changed, compared with everything, gives what comparing all anew gives."""

import random
from typing import NamedTuple

import numpy as np
import polars as pl
import pytest

from tests.transforms.books import Record, raw_book, record
from transforms.identity.engine import JUDGEMENT_SCHEMA, Resolution, Told, is_outgrown, resolve
from transforms.identity.features import features
from transforms.identity.model import Model
from transforms.identity.training import train
from transforms.normalise import normalise
from transforms.tidy import Tidy

GIVEN = ("Ada", "Bob", "Robert", "Claire", "Jonas", "A.")
FAMILY = ("Brandt", "Fairweather", "Dubois", "Weber", "Okoro", "Brand")
MAILS = ("ada@example.org", "brandt@example.com", "bob.fairweather@example.org", "claire@example.net", "jw@example.com")
PHONES = ("+44 20 7946 0018", "+44 20 7946 0019", "+1 305 555 0121")
EDITED = ("phones", "emails", "organisations", "note")
FIRMS = (("Lumenwerk", "Head of Product"), ("Prairie Bank", "Analyst"), None)


def invented(rng: random.Random, number: int) -> Record:
    """A record of few values, so that many share them."""
    return record(
        str(number),
        f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}" if rng.random() < 0.8 else None,
        source=rng.choice(("vcard", "google_csv", "linkedin")),
        email=rng.sample(MAILS, k=rng.choice((0, 1, 1, 2))),
        phone=rng.sample(PHONES, k=rng.choice((0, 0, 1))),
        job=rng.choice(FIRMS),
    )


class Book(NamedTuple):
    """Records as the engine takes them."""

    tidy: Tidy
    ids: pl.DataFrame
    versions: pl.DataFrame


def book(records: dict[int, tuple[Record, int]]) -> Book:
    """A book of records; each has a number that grows when it is edited."""
    ordered = [records[number] for number in sorted(records)]
    raw = raw_book([each for each, _ in ordered])
    versions = raw.select("source", "record_id").with_columns(
        version=pl.Series([int(each.contact.record_id) * 1000 + edit for each, edit in ordered], dtype=pl.UInt64)
    )
    ids = raw.select("source", "record_id", "connector", "given_id")
    return Book(normalise(raw, default_region="GB"), ids, versions)


def trained(records: dict[int, tuple[Record, int]]) -> Model:
    made = book(records)
    return train(features(made.tidy, made.ids))


def people(resolution: Resolution) -> set[frozenset[tuple[str, str]]]:
    keyed = resolution.groups.group_by("group").agg(pl.struct("source", "record_id").alias("records"))
    return {frozenset((each["source"], each["record_id"]) for each in each_group) for each_group in keyed["records"]}


def judged(rng: random.Random, records: dict[int, tuple[Record, int]]) -> pl.DataFrame:
    one, other = sorted(records[number][0].key for number in rng.sample(sorted(records), k=2))
    row = (*one, *other, rng.choice(("same", "different", "unsure")), rng.random() < 0.8)
    return pl.DataFrame([row], schema=JUDGEMENT_SCHEMA, orient="row")


@pytest.mark.parametrize("seed", range(6))
def test_changes_one_after_the_other_give_what_all_at_once_gives(seed: int) -> None:
    rng = random.Random(seed)
    records = {number: (invented(rng, number), 0) for number in range(40)}
    model = trained(records)
    made = book(records)
    told = Told()
    found = resolve(made.tidy, made.ids, told=told, model=model, versions=made.versions)
    for turn in range(4):
        for number in rng.sample(sorted(records), k=3):
            records.pop(number)
        for number in rng.sample(sorted(records), k=3):
            records[number] = (invented(rng, number), records[number][1] + 1)
        for number in rng.sample(sorted(records), k=3):
            before, edits = records[number]
            others = invented(rng, number).contact
            edited = before.contact._replace(**{each: getattr(others, each) for each in (rng.choice(EDITED),)})
            records[number] = (before._replace(contact=edited), edits + 1)
        for _ in range(rng.choice((0, 2, 5))):
            number = 100 + turn * 10 + len(records)
            records[number] = (invented(rng, number), 0)
        told = Told(judgements=pl.concat([told.judgements, judged(rng, records)]).unique(
            ("source_a", "record_id_a", "source_b", "record_id_b"), keep="last", maintain_order=True
        ))  # fmt: skip
        made = book(records)
        found = resolve(made.tidy, made.ids, told=told, model=model, before=found.state, versions=made.versions)
        anew = resolve(made.tidy, made.ids, told=told, model=model, versions=made.versions)
        assert found.state.turn == turn + 1
        assert people(found) == people(anew)
        assert found.pairs.equals(anew.pairs)
        links = [each.groups.drop("group").sort("source", "record_id") for each in (found, anew)]
        assert links[0].equals(links[1])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_how_much_is_compared_at_once_changes_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    records = {number: (invented(rng, number), 0) for number in range(60)}
    made, model = book(records), trained(records)
    at_once = resolve(made.tidy, made.ids, model=model)
    monkeypatch.setattr("transforms.identity.state.PARTITION", 7)
    monkeypatch.setattr("transforms.identity.weighing.SLICE", 5)
    in_parts = resolve(made.tidy, made.ids, model=model)
    assert people(in_parts) == people(at_once)
    assert in_parts.pairs.equals(at_once.pairs)


def test_nothing_new_changes_nothing() -> None:
    rng = random.Random(7)
    records = {number: (invented(rng, number), 0) for number in range(20)}
    made, model = book(records), trained(records)
    first = resolve(made.tidy, made.ids, model=model, versions=made.versions)
    again = resolve(made.tidy, made.ids, model=model, before=first.state, versions=made.versions)
    assert again.pairs.equals(first.pairs)
    assert np.array_equal(again.state.group, first.state.group)


def test_who_was_seen_beside_the_other_is_told_and_taken_back() -> None:
    pair = {
        1: (record("1", "Ada Brandt", source="calendar", email="ada@example.org"), 0),
        2: (record("2", "Ada Brandt", source="google_csv", email="ada@brandt.example.com"), 0),
    }
    made, model = book(pair), trained(pair)
    apart = pl.DataFrame({"source_a": "google_csv", "record_id_a": "2", "source_b": "calendar", "record_id_b": "1"})
    alone = resolve(made.tidy, made.ids, model=model, versions=made.versions)
    seen = resolve(made.tidy, made.ids, told=Told(apart=apart), model=model, before=alone.state, versions=made.versions)
    back = resolve(made.tidy, made.ids, model=model, before=seen.state, versions=made.versions)
    assert [len(people(each)) for each in (alone, seen, back)] == [1, 2, 1]
    (pair_seen,) = seen.pairs.to_dicts()
    assert pair_seen["decision"] == "review"
    assert {"event": "together"}.items() <= {
        each["comparison"]: each["level"] for each in pair_seen["evidence"]
    }.items()
    assert back.pairs.equals(alone.pairs)


def test_a_model_serves_until_there_are_half_as_many_records_more() -> None:
    rng = random.Random(3)
    records = {number: (invented(rng, number), 0) for number in range(20)}
    model = trained(records)
    assert not is_outgrown(model, 20)
    assert not is_outgrown(model, 29)
    assert is_outgrown(model, 30)
    assert is_outgrown(model, 13)
    made = book(records | {number: (invented(rng, number), 0) for number in range(100, 120)})
    assert resolve(made.tidy, made.ids, model=model).state.model is not model
