"""Keeps what the identity engine knows between two runs, in files of the cache folder.

It costs only time to lose them: whatever can't be read, or is another model's or code's, is as good as none. Changes
are added as files beside the older ones; `known.json`, written last, says which of them belong together.
"""

import json
import shutil
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from configs.errors import UserError
from transforms.identity.features import Features
from transforms.identity.model import Model
from transforms.identity.state import State
from warehouse.folder import private_folder
from warehouse.frame_files import read_frame, write_bytes, write_frame

FOLDER: Final = Path("cache") / "identity"
_KNOWN: Final = "known.json"

MOST_TURNS: Final = 50
"""Additions after which everything is compared anew: the dead records of so many runs are in the way."""

_NODES: Final = ("versions", "is_alive", "component", "group", "weakest", "since")


def load_state(home: Path, model: Model, *, stamp: str) -> State | None:
    """What the last run left; None where there is nothing of this model and `stamp` (code and settings)."""
    folder = home / FOLDER
    try:
        known = json.loads((folder / _KNOWN).read_text())
        if known["stamp"] != stamp or known["model"] != _model_stamp(model) or known["turn"] >= MOST_TURNS:
            return None
        return _read(folder, known, model)
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException, pl.exceptions.PolarsError):
        return None


def keep_state(home: Path, state: State, *, stamp: str) -> None:
    """Keep a state for the next run: what came since the one that is kept is added to it, else all of it is written.

    Where there is no room or no right to write it, nothing of it is kept, and the next run takes longer.
    """
    try:
        _keep(home / FOLDER, state, stamp)
    except (OSError, UserError, pl.exceptions.PolarsError):
        shutil.rmtree(home / FOLDER, ignore_errors=True)


def _keep(folder: Path, state: State, stamp: str) -> None:
    private_folder(folder)
    known = _kept(folder)
    goes_on = known.get("stamp") == stamp and known.get("model") == _model_stamp(state.model)
    goes_on = goes_on and known.get("turn") == state.turn - 1 and state.turn > 0
    if not goes_on:
        if state.turn:
            return  # the run before could not be kept: the next one compares all
        shutil.rmtree(folder)
        private_folder(folder)
    before = known["nodes"] if goes_on else 0
    write_frame(folder / f"records-{state.turn}.arrow", state.known.records[before:])
    write_frame(folder / f"values-{state.turn}.arrow", state.known.values.filter(pl.col("node") >= before))
    write_frame(folder / f"index-{state.turn}.arrow", state.index.filter(pl.col("node") >= before))
    write_frame(folder / f"scored-{state.turn}.arrow", state.scored.filter(pl.col("turn") == state.turn))
    write_frame(folder / f"nodes-{state.turn}.arrow", pl.DataFrame({name: getattr(state, name) for name in _NODES}))
    write_frame(folder / f"apart-{state.turn}.arrow", state.apart)
    write_frame(folder / "skipped.arrow", state.skipped)
    fresh = {"stamp": stamp, "model": _model_stamp(state.model), "turn": state.turn, "nodes": len(state.versions)}
    building = folder / f"{_KNOWN}.new"
    write_bytes(building, json.dumps(fresh).encode())
    building.replace(folder / _KNOWN)
    for name in ("nodes", "apart"):
        (folder / f"{name}-{state.turn - 1}.arrow").unlink(missing_ok=True)


def _kept(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / _KNOWN).read_text()))
    except (OSError, ValueError, TypeError):
        return {}


def _model_stamp(model: Model) -> str:
    return f"{model.records}/{model.duplicates!r}/{model.frequencies.height}"


def _read(folder: Path, known: dict[str, Any], model: Model) -> State:
    turn = int(known["turn"])
    parts = {
        name: pl.concat([read_frame(folder / f"{name}-{at}.arrow") for at in range(turn + 1)], rechunk=False)
        for name in ("records", "values", "index", "scored")
    }
    nodes = {name: column.to_numpy() for name, column in read_frame(folder / f"nodes-{turn}.arrow").to_dict().items()}
    since, is_alive = pl.Series(nodes["since"]), pl.Series(nodes["is_alive"])
    scored = parts["scored"]
    ends = [scored["node_a"], scored["node_b"]]
    is_valid = pl.Series(np.ones(scored.height, bool))
    for end in ends:
        is_valid &= is_alive.gather(end) & (scored["turn"] >= since.gather(end))
    if len(nodes["versions"]) != known["nodes"] or parts["records"].height != known["nodes"]:
        raise ValueError("files of different runs")
    return State(
        known=Features(parts["records"], parts["values"]),
        index=parts["index"],
        scored=scored.filter(is_valid),
        turn=turn,
        apart=read_frame(folder / f"apart-{turn}.arrow"),
        skipped=read_frame(folder / "skipped.arrow"),
        model=model,
        **nodes,
    )
