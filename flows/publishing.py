"""Publishes what is landed: cleaned, each person once, with what happened between them and you."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from configs.settings import Settings
from connectors.calendar import Window
from flows.progress import Progress, Silent
from flows.time_zones import local_zone
from transforms.cleaning import CONTACTS, Cleaned, clean
from transforms.identity.engine import Resolution, Told, resolve
from transforms.ledger.landed import Landed
from transforms.ledger.strangers import strangers
from transforms.model import Past, Said, model_frames
from transforms.person_ids import assign_person_ids, people_came, person_redirects, retired_records
from transforms.remaking import Making, Tables, unknown
from warehouse.identity_cache import keep_state, load_state
from warehouse.landing import LandingStore
from warehouse.made_cache import keep_made, load_made
from warehouse.occurrence_cache import Expanded, expand, with_unread
from warehouse.publish import Published, has_fallen_due, publish, published_fingerprint


def publish_people(
    store: LandingStore, settings: Settings, *, progress: Progress | None = None, is_retrained: bool = False
) -> Published | None:
    """Normalise, resolve and publish what is landed; None where the published warehouse is of that already.

    With `is_retrained` the identity model is trained anew, and everything compared with it.
    """
    told, today = progress or Silent(), datetime.now(UTC).date()
    if not settings.interactions.keep_subjects:
        store.forget_subjects()
    is_published = published_fingerprint(settings.home) == _fingerprint(store, settings, today)
    if is_published and not is_retrained and not has_fallen_due(settings.home, today):
        return None
    told.stage("Cleaning values")
    making = _making(settings)
    landed, expanded = _landed(store, settings, today, making)
    cleaned = clean(landed, settings, zone=_zone(settings), making=making)
    _keep_made(settings, making)
    del landed  # each step's input goes as soon as the next has what it needs: a large address book stays below 1 GB
    told.stage("Finding who is who")
    resolution = _resolved(store, settings, cleaned, is_retrained=is_retrained)
    told.stage("Writing up who knows whom")
    frames, came, went = _written_up(store, settings, cleaned, resolution, today=today, making=making)
    _keep_made(settings, making)
    unnamed = cleaned.gathered.unknown_owners if cleaned.gathered else ()
    del cleaned, resolution
    told.stage("Publishing the warehouse")
    rejects = with_unread(store.published("current_rejects"), expanded)
    frames |= {"sync_run": store.published("sync_run"), "reject": rejects}
    _, records = store.size()
    published = publish(settings.home, frames, fingerprint=_fingerprint(store, settings, today), records=records)
    return replace(published, unread=expanded.rejects, unknown_owners=unnamed, new_people=came, gone_people=went)


def _landed(
    store: LandingStore, settings: Settings, today: date, making: Making | None = None
) -> tuple[Landed, Expanded]:
    """What is landed, calendars expanded; and what of them can't be. Contacts whose rows were made are left out."""
    calendars, window = store.calendars(), _window(settings, today)
    expanded = expand(settings.home, calendars, window=window, zone=_zone(settings), stamp=_code())
    versions = store.versions()
    known = making.before.get(CONTACTS) if making else None
    fresh = versions[unknown(versions["row_version"], known)] if known else None
    landed = Landed(
        store.raw_contacts(fresh), versions, calendars, expanded.events, expanded.times, store.interactions()
    )
    return landed, expanded


def _making(settings: Settings) -> Making:
    """What earlier runs made with the code and the settings of today."""
    return Making(load_made(settings.home, stamp=_settings_stamp(settings)))


def _keep_made(settings: Settings, making: Making) -> None:
    """Keep what was made for the next run, and let it go."""
    stamp = _settings_stamp(settings)
    while making.made:
        name, memory = making.made.popitem()
        keep_made(settings.home, name, memory, before=making.before.pop(name, None), stamp=stamp)


def _resolved(store: LandingStore, settings: Settings, cleaned: Cleaned, *, is_retrained: bool) -> Resolution:
    """Who is who; the model and what was compared are kept for the next run."""
    model = None if is_retrained else store.identity_model()
    said = store.judgements.latest()
    resolution = resolve(
        cleaned.tidy,
        cleaned.records,
        told=Told(judgements=said, apart=cleaned.gathered.apart) if cleaned.gathered else Told(judgements=said),
        model=model,
        before=load_state(settings.home, model, stamp=_stamp(settings)) if model else None,
        versions=cleaned.versions,
    )
    if resolution.state.model is not model:
        store.keep_identity_model(resolution.state.model)
    keep_state(settings.home, resolution.state, stamp=_stamp(settings))
    return resolution


def _written_up(
    store: LandingStore, settings: Settings, cleaned: Cleaned, resolution: Resolution, *, today: date, making: Making
) -> tuple[Tables, int, int]:
    """The tables of people and of what happened between them; the ids of people are kept.

    Beside them: how many people are new, and how many are gone.
    """
    tidy, gathered = cleaned.tidy, cleaned.gathered
    strange = strangers(gathered, resolution.groups, settings) if gathered else None
    if strange is not None:
        tidy, resolution = tidy.without(strange), resolution.without(strange)
    previous, former = store.person_records(), store.former_person_records()
    person_ids = assign_person_ids(resolution.groups, previous, former)
    former = retired_records(person_ids, previous, former)
    redirects = person_redirects(person_ids, former)
    words = store.sayings.frames(person_ids, redirects)
    frames = model_frames(
        tidy,
        resolution,
        person_ids=person_ids,
        loaded=cleaned.loaded,
        past=Past(gathered, strange, Said(**words), today, making),
        settings=settings,
    )
    store.keep_person_records(person_ids, former)
    judged = {"judgement": store.judgements.latest(), "judgement_action": store.judgements.history()}
    came, went = people_came(person_ids, previous), people_came(previous, person_ids)
    return {**frames, **judged, **words, "person_redirect": redirects}, came, went


def _zone(settings: Settings) -> str:
    return settings.time_zone or local_zone()


def _window(settings: Settings, today: date) -> Window:
    """All the past, and so many months ahead: to the end of a month, so that it moves once a month only."""
    months = today.year * 12 + today.month + settings.interactions.months_ahead
    return Window(None, datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC))


def _stamp(settings: Settings) -> str:
    """What the values that identity compares are made with: the code, Polars' hashes, and where numbers belong."""
    made_with = f"{_code()}/{version('polars')}/{settings.region}"
    return hashlib.blake2b(made_with.encode(), digest_size=16).hexdigest()


def _settings_stamp(settings: Settings) -> str:
    """What rows are made with: the code, the settings, and the hashes of Polars and DuckDB."""
    made_with = f"{_code()}/{version('polars')}/{version('duckdb')}/{_told(settings)}"
    return hashlib.blake2b(made_with.encode(), digest_size=16).hexdigest()


def _told(settings: Settings) -> str:
    """The settings that the warehouse is a function of."""
    return settings.model_dump_json(exclude={"home", "limits", "sync", "notify", "sources"})


def _fingerprint(store: LandingStore, settings: Settings, today: date) -> str:
    """What the warehouse is a function of: the landing store's state, the settings, the code that makes it, the month.

    How strong a relationship is, and who is due, is computed when asked: so the day matters only where something that
    was planned has fallen due (`has_fallen_due`).
    """
    told = _told(settings), _zone(settings)
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
