"""Word lists: each can be read and says what it is for."""

from importlib.resources import files

import phonenumbers
import pytest

from configs.words import word_list

NAMES = sorted(entry.name.removesuffix(".toml") for entry in files("configs").joinpath("words").iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_each_is_read_once_and_holds_something(name: str) -> None:
    assert word_list(name)
    assert word_list(name) is word_list(name)


@pytest.mark.parametrize("name", NAMES)
def test_each_says_first_what_it_is_for(name: str) -> None:
    assert files("configs").joinpath("words", f"{name}.toml").read_text(encoding="utf-8").startswith("# ")


def test_a_name_without_a_list_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        word_list("no-such-list")


def test_regions_are_those_that_number_plans_are_known_of() -> None:
    regions = word_list("regions")
    assert set(regions["codes"]) == phonenumbers.SUPPORTED_REGIONS
    assert set(regions["aliases"].values()) <= set(regions["codes"])
    assert not set(regions["aliases"]) & set(regions["codes"])
