"""What identity costs when little changed: `python tests/benchmarks/run_changes.py FOLDER` prints JSON.

The labelled records of the folder are grouped, and what the engine knows is kept as `kith import` keeps it. Then 100
records get another number and another one's family name, and the step is done again: read what is known, group, keep.
"""

import json
import sys
import tempfile
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import polars as pl

from tests.benchmarks.labelled import KEY, read_source_ids, read_tidy
from transforms.identity.engine import resolve
from transforms.tidy import SCHEMAS, Tidy
from warehouse.identity_cache import keep_state, load_state

CHANGED: Final = 100
STAMP: Final = "benchmark"


def changed_tidy(tidy: Tidy, changed: pl.DataFrame) -> Tidy:
    """The records with other values for those in `changed` (source, record_id): a family name, one more number."""
    mine = tidy.names.join(changed, on=KEY, how="semi", maintain_order="left")
    others = tidy.names.join(changed, on=KEY, how="anti", maintain_order="left")
    renamed = mine.with_columns(
        family_name=pl.col("family_name").shift(1, fill_value="Quillfeather"), name_key=pl.lit("changed")
    )
    numbers = changed.with_row_index().select(
        *KEY,
        ordinal=pl.lit(99),
        e164=pl.lit("+44207946") + pl.col("index").cast(pl.String).str.zfill(4),
        region=pl.lit("GB"),
        phone_kind=pl.lit("other"),
        is_marked_preferred=pl.lit(value=False),
        raw=pl.lit("changed"),
    )
    added = pl.concat([tidy.phones, numbers.cast({"ordinal": pl.Int32})], how="diagonal")
    return replace(tidy, names=pl.concat([others, renamed]), phones=added.select(list(SCHEMAS["phones"])))


def main(folder: str) -> None:
    """Group all, change some, and print the seconds that each part of grouping again takes."""
    tidy, source_ids = read_tidy(Path(folder)), read_source_ids(Path(folder))
    people = tidy.contacts.filter(pl.col("kind") == "person").select(KEY)
    changed = people.sample(CHANGED, seed=1).sort(KEY)
    versions = people.with_columns(version=pl.struct(KEY).hash(0))
    later = people.join(changed.with_columns(is_new=pl.lit(value=True)), on=KEY, how="left").select(
        *KEY, version=pl.struct(*KEY, "is_new").hash(0)
    )
    later = pl.concat([versions.join(changed, on=KEY, how="anti"), later.join(changed, on=KEY, how="semi")])
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        state = resolve(tidy, source_ids, versions=versions).state
        model = state.model
        keep_state(home, state, stamp=STAMP)
        del state
        tidy = changed_tidy(tidy, changed)
        clock = [(time.process_time(), time.perf_counter())]
        before = load_state(home, model, stamp=STAMP)
        clock.append((time.process_time(), time.perf_counter()))
        state = resolve(tidy, source_ids, model=model, before=before, versions=later).state
        clock.append((time.process_time(), time.perf_counter()))
        keep_state(home, state, stamp=STAMP)
        clock.append((time.process_time(), time.perf_counter()))
    cpu = [after[0] - start[0] for start, after in pairwise(clock)]
    parts = dict(zip(("read", "group", "keep"), cpu, strict=True))
    told = {"cpu": sum(cpu), "wall": clock[-1][1] - clock[0][1], "continued": state.turn > 0}
    print(json.dumps({"records": people.height, **parts, **told}))


if __name__ == "__main__":
    main(sys.argv[1])
