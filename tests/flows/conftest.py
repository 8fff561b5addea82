"""A home of its own for each test of the flows."""

from pathlib import Path

import pytest

from configs.settings import Settings, load_settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Kith's folder, which doesn't exist yet."""
    folder = tmp_path / "kith"
    monkeypatch.setenv("KITH_HOME", str(folder))
    return folder


@pytest.fixture
def settings(home: Path) -> Settings:
    """The settings in force, for that home."""
    loaded = load_settings()
    assert loaded.home == home
    return loaded
