"""A sync among hostile servers: each is refused within limits, in time and memory, and the other sources go on."""

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from tests.emulators import hostile
from tests.emulators.hostile import Hostile, Reply
from tests.flows.night_state import names, state
from tests.flows.nights import Nights

pytestmark = pytest.mark.slow

MEMORY = 500 << 20
SECONDS = 40
LIMITS = "answer_mb = 8\nanswer_seconds = 4"

ENTITIES = """<?xml version="1.0"?><!DOCTYPE d:multistatus [<!ENTITY a "aaaaaaaaaaaaaaaa">{}
<!ENTITY file SYSTEM "file:///etc/passwd">]>
<d:multistatus xmlns:d="DAV:"><d:response><d:href>/&g;&file;</d:href></d:response></d:multistatus>""".format(
    "".join(f'<!ENTITY {name} "{16 * f"&{before};"}">' for before, name in itertools.pairwise("abcdefg"))
).encode()


def _sent() -> list[int]:
    return []


REPLIES: dict[str, tuple[Callable[[], Reply], str]] = {
    "entities": (lambda: hostile.page(ENTITIES, status=207, content_type="application/xml"), "127.0.0.1"),
    "ten gigabytes": (lambda: hostile.endless(_sent()), "8 MB"),
    "chunks without an end": (
        lambda: hostile.endless_chunks((bytes(hostile.BLOCK) for _ in range(1 << 17)), _sent()),
        "8 MB",
    ),
    "a slow drip": (lambda: hostile.drip(hostile.head(207, {"content-length": "1000"}) + bytes(999), every=0.1), "4 s"),
    "a bomb": (lambda: hostile.bomb(2 << 30), "8 MB"),
    "silence": (lambda: hostile.silence(5), "silent"),
    "another host": (lambda: hostile.redirect("https://collector.example.org/"), "redirects to another host"),
    "no encryption": (lambda: hostile.redirect("http://collector.example.org/"), "redirects to another host"),
    "rubbish": (lambda: hostile.cut(b"\x00\xff" * 1_000), "its answer breaks off"),
}


MEASURED = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(ended)
"""


class Cost(NamedTuple):
    """How a command ended, what it said on standard error, its seconds and the bytes of its peak."""

    code: int
    err: str
    seconds: float
    peak: int


def run(nights: Nights) -> Cost:
    """`kith sync` as a process of its own, with what it cost; a child of this large process would count as large."""
    began = time.monotonic()
    ran = nights.run("--quiet", under=(sys.executable, "-c", MEASURED))
    return Cost(ran.code, ran.err, time.monotonic() - began, int(ran.out) << 10)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    """Four sources with small limits, synced once."""
    with Nights(tmp_path_factory.mktemp("limited"), timeout=2, more=LIMITS) as nights:
        nights.begin()
        yield nights


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        *((kind, "carddav") for kind in REPLIES),
        ("entities", "caldav"),
        ("ten gigabytes", "google"),
        ("a bomb", "google"),
    ],
)
def test_it_is_refused_and_the_others_go_on(kind: str, source: str, begun: Nights) -> None:
    reply, said = REPLIES[kind]
    begun.again()
    begun.edit()
    expected = begun.undisturbed()
    with Hostile(reply()) as server:
        begun.settle(**{source: f"{server.url}/"})
        cost = run(begun)
        assert server.requests
    assert cost.code == 1
    assert said in cost.err
    assert "Traceback" not in cost.err
    assert cost.peak < MEMORY
    assert cost.seconds < SECONDS
    assert ("Dora1 Field" if source == "google" else "Gwen1 Novak") in names(begun.home)
    begun.settle()
    assert begun.sync("--quiet") == (0, "", "")
    assert state(begun.home) == expected


def test_a_redirect_takes_no_password_to_another_place(begun: Nights) -> None:
    begun.again()
    with Hostile(hostile.page(b"", status=207)) as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost") + "/"
        with Hostile(hostile.redirect(elsewhere, status=307)) as server:
            begun.settle(google=f"{server.url}/", carddav=f"{server.url}/", caldav=f"{server.url}/")
            assert run(begun).code == 1
        assert other.requests == []
