"""No password and no token stands anywhere but where sign-ins are kept, and nobody but their owner reads the files."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.looking import rows
from tests.flows.night_state import leaks
from tests.flows.nights import Nights, Ran

pytestmark = pytest.mark.slow

TALKATIVE = {"PYTHONDEVMODE": "1", "PYTHONFAULTHANDLER": "1", "PYTHONWARNINGS": "default"}

STUMBLING = """
from connectors.network.transport import Transport
fetch = Transport.fetch
def stumbling(self, request):
    answer = fetch(self, request)
    if "{place}" in str(request.url):
        raise {kind}(f"{{request.headers.raw}} {{request.content}} {{answer.body}}")
    return answer
Transport.fetch = stumbling
"""


def processes() -> Iterator[bytes]:
    """The command lines of all that runs."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield path.read_bytes()
        except OSError:
            continue  # it has ended


def watched(nights: Nights, *arguments: str, environment: dict[str, str]) -> tuple[Ran, list[str]]:
    """A sync as a process of its own, and which secrets were in the process list while it ran."""
    seen: set[bytes] = set()
    with nights.start(*arguments, environment=environment, limit=lambda: os.umask(0o022)) as running:
        while True:
            seen.update(processes())
            try:
                out, err = running.communicate(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
            break
    listed = {f"process {line!r}": line for line in seen}
    assert any(b"sync" in line for line in seen)
    return Ran(running.returncode, out, err), leaks(nights.secrets(), listed)


def kept(home: Path) -> dict[str, bytes]:
    """Every file of the home but the sign-ins, and every row of its databases, whatever packs them."""
    files = [path for path in home.rglob("*") if path.is_file() and path.parent.name != "secrets"]
    texts = {str(path): path.read_bytes() for path in files}
    for database in home.glob("*.duckdb"):
        listed = "select schema_name || '.' || table_name from duckdb_tables() where not internal"
        for (table,) in rows(database, listed):
            texts[f"{database.name} {table}"] = repr(rows(database, f"select * from {table}")).encode()  # noqa: S608 - a test's own
    return texts


def too_open(home: Path) -> list[str]:
    """What others than the owner may read or write."""
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in (home, *home.rglob("*"))}
    return [f"{path} {mode:o}" for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)]


def test_a_first_sync_says_and_leaves_no_secret(tmp_path: Path) -> None:
    with Nights(tmp_path) as nights:
        ran, listed = watched(nights, environment=TALKATIVE)
        assert ran.code == 0, ran
        assert "Google Contacts" in ran.out
        assert leaks(nights.secrets(), {"out": ran.out.encode(), "err": ran.err.encode(), **kept(nights.home)}) == []
        assert listed == []
        assert len([secret for secret in nights.secrets() if secret.startswith("ya29")]) >= 1
        assert too_open(nights.home) == []
        nights.edit()
        assert watched(nights, environment=TALKATIVE)[0].code == 0
        assert too_open(nights.home) == []


@pytest.mark.parametrize("kind", ["ValueError", "OSError"])
@pytest.mark.parametrize("place", ["/token", "people/me/connections", "/ada/friends/", "calendars/"])
def test_a_fault_in_the_middle_shows_no_secret(kind: str, place: str, nights: Nights, tmp_path: Path) -> None:
    """What would be in the error's text is the worst that can be: the request with its headers, and the answer."""
    (tmp_path / "sitecustomize.py").write_text(STUMBLING.format(place=place, kind=kind))
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    nights.edit()
    ran, listed = watched(nights, environment={**TALKATIVE, "PYTHONPATH": path})
    assert ran.code == 1
    assert "Kith stumbled over what it gave" in ran.err or "Google's sign-in doesn't answer as it should" in ran.err
    assert leaks(nights.secrets(), {"out": ran.out.encode(), "err": ran.err.encode(), **kept(nights.home)}) == []
    assert listed == []
    assert too_open(nights.home) == []


def test_a_sign_in_that_is_refused_shows_no_secret(nights: Nights) -> None:
    secrets = nights.secrets()
    nights.oauth.revoke_all()
    nights.edit()
    ran, listed = watched(nights, environment=TALKATIVE)
    assert ran.code == 1
    assert leaks(secrets, {"out": ran.out.encode(), "err": ran.err.encode(), **kept(nights.home)}) == []
    assert listed == []
