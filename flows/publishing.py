"""Publishes what is landed: cleaned, each person once, with what happened between them and you."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from configs.settings import Settings
from connectors.calendar import Window
from flows.progress import Progress, Silent
from flows.time_zones import local_zone
from transforms.identity.engine import Told, resolve
from transforms.ledger.book import Landed, gather, strangers
from transforms.model import Past, Said, model_frames
from transforms.normalise import normalise
from transforms.person_ids import assign_person_ids, person_redirects, retired_records
from warehouse.identity_cache import keep_state, load_state
from warehouse.landing import LandingStore
from warehouse.occurrence_cache import expand, with_unread
from warehouse.publish import Published, publish, published_fingerprint


def publish_people(
    store: LandingStore, settings: Settings, *, progress: Progress | None = None, is_retrained: bool = False
) -> Published | None:
    """Normalise, resolve and publish what is landed; None where the published warehouse is of that already.

    With `is_retrained` the identity model is trained anew, and everything compared with it.
    """
    told, today = progress or Silent(), datetime.now(UTC).date()
    fingerprint = _fingerprint(store, settings, today)
    if published_fingerprint(settings.home) == fingerprint and not is_retrained:
        return None
    calendars, zone = store.calendars(), settings.time_zone or local_zone()
    if not calendars.is_empty():
        told.stage("Expanding calendars")
    expanded = expand(settings.home, calendars, window=_window(settings, today), zone=zone, stamp=_code())
    raw, versions, gathered = gather(
        Landed(store.raw_contacts(), store.versions(), calendars, expanded.occurrences, store.interactions()),
        settings,
        zone=zone,
    )
    del calendars
    told.stage("Cleaning values")
    loaded = raw.select("source", "record_id", "connector", "given_id", "loaded_at")
    tidy = normalise(raw, default_region=settings.region)
    del raw  # each step's input goes as soon as the next has what it needs: a large address book stays below 1 GB
    told.stage("Finding who is who")
    model, said = None if is_retrained else store.identity_model(), store.judgements.latest()
    resolution = resolve(
        tidy,
        loaded.select("source", "record_id", "connector", "given_id"),
        told=Told(judgements=said, apart=gathered.apart) if gathered else Told(judgements=said),
        model=model,
        before=load_state(settings.home, model, stamp=_stamp(settings)) if model else None,
        versions=versions,
    )
    if resolution.state.model is not model:
        store.keep_identity_model(resolution.state.model)
    keep_state(settings.home, resolution.state, stamp=_stamp(settings))
    strange = strangers(gathered, resolution.groups, settings) if gathered else None
    if strange is not None:
        tidy, resolution = tidy.without(strange), resolution.without(strange)
    previous, former = store.person_records(), store.former_person_records()
    person_ids = assign_person_ids(resolution.groups, previous, former)
    former = retired_records(person_ids, previous, former)
    redirects = person_redirects(person_ids, former)
    words = store.sayings.frames(person_ids, redirects)
    told.stage("Writing up who knows whom")
    frames = model_frames(
        tidy,
        resolution,
        person_ids=person_ids,
        loaded=loaded,
        past=Past(gathered, strange, Said(**words), today),
        settings=settings,
    )
    frames |= {"judgement": said, "judgement_action": store.judgements.history()}
    frames |= {"person_redirect": redirects, **words}
    del tidy, resolution, loaded, gathered
    told.stage("Publishing the warehouse")
    store.keep_person_records(person_ids, former)
    rejects = with_unread(store.published("current_rejects"), expanded)
    frames |= {"sync_run": store.published("sync_run"), "reject": rejects}
    return publish(settings.home, frames, fingerprint=_fingerprint(store, settings, today))


def _window(settings: Settings, today: date) -> Window:
    """All the past, and so many months ahead: to the end of a month, so that it moves once a month only."""
    months = today.year * 12 + today.month + settings.interactions.months_ahead
    return Window(None, datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC))


def _stamp(settings: Settings) -> str:
    """What the values that identity compares are made with: the code, Polars' hashes, and where numbers belong."""
    made_with = f"{_code()}/{version('polars')}/{settings.region}"
    return hashlib.blake2b(made_with.encode(), digest_size=16).hexdigest()


def _fingerprint(store: LandingStore, settings: Settings, today: date) -> str:
    """What the warehouse is a function of: the landing store's state, the settings, the code that makes it, the month.

    What is due, and how strong a relationship is, is computed when asked: so it is the month that matters, not the day.
    """
    told = settings.model_dump_json(exclude={"home", "limits"}), settings.time_zone or local_zone()
    made_of = f"{_code()}\n{told}\n{_window(settings, today)}\n{store.state()}"
    return hashlib.blake2b(made_of.encode(), digest_size=16).hexdigest()


@cache
def _code() -> str:
    """A hash of Kith's version and of the code and word lists that the warehouse is made with."""
    digest = hashlib.blake2b(version("kithbook").encode(), digest_size=16)
    for folder in (
        files("transforms"),
        files("warehouse"),
        files("connectors").joinpath("calendar"),
        files("configs").joinpath("words"),
    ):
        for name, text in sorted(_texts(folder)):
            digest.update(name.encode())
            digest.update(text)
    return digest.hexdigest()


def _texts(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts(entry)
        elif entry.name.endswith((".py", ".sql", ".toml")):
            yield entry.name, entry.read_bytes()
