"""Tells whoever the settings name how a sync went: a command, a webhook; with counts and kinds of failure only."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from configs.errors import RefusedError, UnreachableError, UserError
from configs.settings import Notify
from connectors.network import Network, NetworkLimits
from flows.outcome import Outcome, failure_of
from warehouse.merging import Counts
from warehouse.publish import Published

COMMAND_SECONDS: Final = 60
"""How long the command may take."""
_LIMITS: Final = NetworkLimits(tries=3, timeout_seconds=15.0, answer_seconds=30.0, answer_bytes=1 << 20)
_REDIRECTED: Final = 300
"""The first status that says of something sent that it didn't arrive."""


@dataclass(frozen=True, slots=True)
class Notice:
    """How a sync went, as it is told.

    state        done or failed
    sources      counts of records by the keys of sources, of those that were read
    failures     why a source gave nothing, as one word, by its key
    people       how many people there are now; None where nothing was published
    new_people   how many of them were not there before
    gone_people  how many were there before, and are no more
    """

    state: str
    sources: Mapping[str, Mapping[str, int]]
    failures: Mapping[str, str]
    people: int | None = None
    new_people: int = 0
    gone_people: int = 0

    @property
    def is_news(self) -> bool:
        """Whether records or people are new, changed or gone."""
        return bool(self.new_people or self.gone_people) or any(
            counts["loaded"] or counts["gone"] for counts in self.sources.values()
        )

    @property
    def text(self) -> str:
        """It as JSON: kith "sync", state, failures, records_loaded, records_gone, people, …, sources."""
        told: dict[str, Any] = {
            "kith": "sync",
            "state": self.state,
            "failures": dict(self.failures),
            "records_loaded": sum(counts["loaded"] for counts in self.sources.values()),
            "records_gone": sum(counts["gone"] for counts in self.sources.values()),
            "people": self.people,
            "new_people": self.new_people,
            "gone_people": self.gone_people,
            "sources": {source: dict(counts) for source, counts in self.sources.items()},
        }
        return json.dumps(told)


def notice_of(outcomes: Sequence[Outcome], published: Published | None) -> Notice:
    """What is told of a sync."""
    counts: dict[str, Counts] = {}
    for one in outcomes:
        if not one.failure:
            counts[one.source] = counts.get(one.source, Counts()) + one.counts
    failures = {one.source: one.failure for one in outcomes if one.failure}
    return Notice(
        "failed" if failures else "done",
        {source: asdict(one) for source, one in counts.items()},
        failures,
        published.rows["person"] if published else None,
        published.new_people if published else 0,
        published.gone_people if published else 0,
    )


def notice_of_failure(error: UserError) -> Notice:
    """What is told of a sync that came to nothing: the disk was full, say."""
    return Notice("failed", {}, {"sync": failure_of(error)})


def notify(who: Notify, notice: Notice) -> tuple[str, ...]:
    """Tell the command and the webhook of a sync, where the settings want it told.

    Returns what went wrong with that, in words: it changes nothing about the sync, and nothing is raised.
    """
    is_wanted = (who.on_failure and bool(notice.failures)) or (who.on_news and notice.is_news)
    return tuple(_told(who, notice.text)) if is_wanted else ()


def _told(who: Notify, text: str) -> Iterator[str]:
    if who.command and (why := _run(who.command, text)):
        yield f"notify.command ({who.command[0]}) was not told of the sync: {why}."
    if who.webhook and (why := _post(who.webhook, text)):
        yield f"notify.webhook was not told of the sync: {why}."


def _run(command: Sequence[str], text: str) -> str | None:
    """Run the command, without a shell; why that failed, or None. What it prints is nobody's."""
    program = str(Path(command[0]).expanduser()) if command[0].startswith("~") else command[0]
    try:
        running = subprocess.Popen(  # noqa: S603 - the user's own command, from their settings
            [program, *command[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that what it has started ends with it
            text=True,
        )
    except (OSError, ValueError) as error:
        return f"it can't be started ({getattr(error, 'strerror', None) or error})"
    with running:
        try:
            with suppress(BrokenPipeError):
                running.communicate(text, timeout=COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            return f"it had not ended after {COMMAND_SECONDS} seconds"
        finally:
            _end(running)
    return f"it ended with {running.returncode}" if running.returncode else None


def _end(running: "subprocess.Popen[str]") -> None:
    """End the command, if it still runs, and what it has started."""
    if running.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(running.pid, signal.SIGKILL)


def _post(webhook: str, text: str) -> str | None:
    """Send it to the webhook; why that failed, or None. Its address may be a secret: only the host is told."""
    try:
        with Network(limits=_LIMITS) as network:
            answer = network.send("POST", webhook, headers={"content-type": "application/json"}, content=text)
    except (UnreachableError, RefusedError) as error:
        return str(error).rstrip(".")
    except UserError:
        return "it is no address of a server; write it as https://example.org/hook"
    return f"{urlsplit(answer.url).hostname} answers {answer.status}" if answer.status >= _REDIRECTED else None
