"""Scores an engine's groups: `python tests/benchmarks/score_identity.py FOLDER ENGINE` prints JSON.

`python tests/benchmarks/score_identity.py FILE.parquet` does the whole for our engine alone on a file like those of
`people.py`, and prints its scores, and those by hazard.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import polars as pl

from tests.benchmarks.labelled import KEY, labelled_contacts, read_settled, write
from tests.benchmarks.run_engine import kith_groups
from tests.benchmarks.scores import by_hazard, pairwise
from transforms.components import components

THRESHOLDS: Final = (0.9, 0.95, 0.99)
"""Match probabilities that an engine with pairs of its own is scored at; the best counts."""


def scored(folder: Path, engine: str) -> dict[str, Any]:
    """Scores of groups that an engine has written: threshold (null: its own), f1, precision, recall, hazards.

    An engine groups people; firms and rooms are those that their kind settled, the same for all.
    """
    truth = pl.read_parquet(folder / "truth.parquet")
    groups: dict[float | None, pl.DataFrame] = {None: pl.read_parquet(folder / f"{engine}.parquet")}
    pairs = folder / f"{engine}.pairs.parquet"
    if pairs.exists():
        groups = {least: _connected(truth, pl.read_parquet(pairs), least) for least in THRESHOLDS}
    kinds = read_settled(folder)
    records = {least: truth.join(_with_settled(found, kinds), on=KEY, how="left") for least, found in groups.items()}
    best = max(records, key=lambda least: pairwise(records[least]).f1)
    scores = pairwise(records[best])
    hazards = by_hazard(records[best]).rows()
    return {"threshold": best, "f1": scores.f1, **scores._asdict(), "hazards": hazards}


def _connected(truth: pl.DataFrame, pairs: pl.DataFrame, least: float) -> pl.DataFrame:
    """The groups that pairs of at least this probability connect: source, record_id, group."""
    keyed = truth.select(KEY).with_row_index("node")
    links = pairs.filter(pl.col("probability") >= least)
    for end in "ab":
        ends = keyed.select(pl.col(KEY).name.suffix(f"_{end}"), pl.col("node").alias(f"node_{end}"))
        links = links.join(ends, on=[f"{name}_{end}" for name in KEY])
    return keyed.select(*KEY, group=pl.Series(components(keyed.height, links)))


def _with_settled(groups: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """The groups of an engine, and of the records that it left alone those that are settled."""
    people = groups.join(kinds, on=KEY, how="anti").select(*KEY, group=pl.format("p{}", "group"))
    return pl.concat([people, kinds])


def main(path: str, engine: str = "kith") -> None:
    """Score a folder, or make it of a file first."""
    if not path.endswith(".parquet"):
        print(json.dumps(scored(Path(path), engine)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write(labelled_contacts(Path(path)), folder)
        kith_groups(folder).write_parquet(folder / "kith.parquet")
        found = scored(folder, "kith")
    print(f"F1 {found['f1']:.4f}  precision {found['precision']:.4f}  recall {found['recall']:.4f}")
    for hazard, pairs, recall, precision in found["hazards"]:
        print(f"{hazard:30} {pairs:9,} pairs  recall {recall or 0:.3f}  precision {precision or 0:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
