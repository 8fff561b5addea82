"""Which time zone this machine is in."""

from pathlib import Path

import pytest

from flows.time_zones import local_zone, machine_zone


def test_what_this_machine_says_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert machine_zone() == "Europe/Berlin"
    monkeypatch.delenv("TZ")
    for target, zone in (("/usr/share/zoneinfo/Europe/Rome", "Europe/Rome"), ("/etc/somewhere", None)):
        monkeypatch.setattr(Path, "readlink", lambda _, target=target: Path(target))
        assert machine_zone() == zone

    def missing(_: Path) -> Path:
        raise OSError(2, "No such file or directory")

    monkeypatch.setattr(Path, "readlink", missing)
    assert machine_zone() is None
    assert local_zone() == "UTC"


@pytest.mark.parametrize(
    ("said", "zone"), [("Europe/Berlin", "Europe/Berlin"), ("Nowhere/At All", "UTC"), ("Europe", "UTC")]
)
def test_what_is_no_zone_is_utc(monkeypatch: pytest.MonkeyPatch, said: str, zone: str) -> None:
    monkeypatch.setenv("TZ", said)
    assert local_zone() == zone
