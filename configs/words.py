"""Reads the word lists in `configs/words/`: special cases are kept there as data, not as branches in the code."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def word_list(name: str) -> dict[str, Any]:
    """The word list `configs/words/NAME.toml`, read once; a name that has no list is a FileNotFoundError."""
    return tomllib.loads(files("configs").joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))
