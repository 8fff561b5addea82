"""What a user can set: built-in defaults < the settings file < KITH_* environment variables < the command's flags."""

import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from configs.addresses import server_address
from configs.complaints import NESTED, PREFIX, about_values, about_variables
from configs.errors import UserError
from configs.source_settings import SourceName, SourceSettings
from configs.words import word_list

SETTINGS_FILE = "config.toml"

Rule = Literal["marked", "sources", "rank", "fullest", "newest"]
"""A rule of survivorship.

marked: a source marks the value as preferred. sources: more sources give it. rank: it comes from a source that stands
earlier in `source_rank` (`affiliation_rank`). fullest: it says more. newest: the record that gives it was changed last.
"""


def kith_home() -> Path:
    """The folder of all of Kith's data: KITH_HOME, else the platform's place for data.

    Raises:
        UserError: KITH_HOME is the home of a user that there isn't.
    """
    home = os.environ.get("KITH_HOME")
    return _absolute(Path(home)) if home else user_data_path("kith", appauthor=False)


def _absolute(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise UserError(
            f"KITH_HOME = {str(path)!r}: there is no such user's home. Set it to another folder."
        ) from error


class Me(BaseModel):
    """Who you are, so that your own card isn't taken for somebody you know."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, description="your name, as others write it")
    emails: tuple[str, ...] = Field((), description="your own e-mail addresses")
    phones: tuple[str, ...] = Field((), description="your own phone numbers, with +country code")


class Survivorship(BaseModel):
    """Which of several values is preferred: the first rule that tells two values apart decides."""

    model_config = ConfigDict(extra="forbid")

    source_rank: tuple[str, ...] = Field(
        ("google_csv", "vcard", "linkedin", "outlook_csv", "thunderbird_csv", "yahoo_csv", "linkedin_contacts"),
        description="connectors or sources, the most trusted first; one that isn't named comes last",
    )
    affiliation_rank: tuple[str, ...] = Field(
        ("linkedin_profile", "linkedin", "google_csv"),
        description="the same for employers and titles, which people keep up themselves on LinkedIn",
    )
    name: tuple[Rule, ...] = Field(("fullest", "sources", "rank", "newest"), description="rules for names")
    email: tuple[Rule, ...] = Field(("marked", "sources", "rank", "newest"), description="rules for e-mail addresses")
    phone: tuple[Rule, ...] = Field(("marked", "sources", "rank", "newest"), description="rules for phone numbers")
    address: tuple[Rule, ...] = Field(
        ("marked", "fullest", "sources", "rank", "newest"), description="rules for postal addresses"
    )
    affiliation: tuple[Rule, ...] = Field(
        ("rank", "marked", "newest", "sources", "fullest"), description="rules for employers and titles"
    )
    url: tuple[Rule, ...] = Field(("marked", "sources", "rank", "newest"), description="rules for web addresses")
    birthday: tuple[Rule, ...] = Field(("fullest", "sources", "rank", "newest"), description="rules for birthdays")


class Interactions(BaseModel):
    """What counts as being in touch, and how much."""

    model_config = ConfigDict(extra="forbid")

    new_people: Literal["met_or_written", "all", "none"] = Field(
        "met_or_written",
        description="whom of those in no address book to take as people: met_or_written, all or none",
    )
    met_group: int = Field(8, gt=1, description="people in a meeting, you included, up to which you have met them")
    seen_group: int = Field(20, gt=1, description="people in a meeting, you included, up to which you saw each other")
    half_life_days: int = Field(180, gt=0, description="after how many days an interaction counts half")
    usual_gap_days: int = Field(90, gt=0, description="days between contacts to expect of somebody new")
    new_days: int = Field(90, ge=0, description="days from the first contact for which an acquaintance is new")
    months_ahead: int = Field(12, ge=0, le=120, description="how far into the future recurring events are followed")
    keep_subjects: bool = Field(default=False, description="whether the subjects of mail are kept; bodies never are")


class Limits(BaseModel):
    """How much of an archive is read before it is taken for a bomb."""

    model_config = ConfigDict(extra="forbid")

    archive_members: int = Field(50_000, gt=0, description="files in one archive")
    archive_member_mb: int = Field(4_096, gt=0, description="unpacked size of one file in an archive, in MB")
    archive_total_mb: int = Field(16_384, gt=0, description="unpacked size of one archive, in MB")
    archive_ratio: int = Field(200, gt=1, description="unpacked size : packed size, for files above 64 MB")


class Sync(BaseModel):
    """When sources are asked anew, and how."""

    model_config = ConfigDict(extra="forbid")

    cron: str = Field(
        "0 4 * * *", description="when the nightly sync runs, in your time zone (minute hour day month weekday)"
    )
    full_days: int = Field(7, gt=0, description="after how many days everything is read, not only what is new")
    tries: int = Field(5, gt=0, le=20, description="how often a server that is busy or fails is asked")
    timeout_seconds: int = Field(30, gt=0, description="how long a server may be silent")
    answer_seconds: int = Field(600, gt=0, description="how long one answer may take as a whole")
    answer_mb: int = Field(256, gt=0, description="how much one answer may hold, unpacked, in MB")


class Notify(BaseModel):
    """Who is told how a sync went; nobody, unless you say so. Counts only: no names, no addresses."""

    model_config = ConfigDict(extra="forbid")

    command: tuple[str, ...] = Field((), description="a command that gets it as JSON on its standard input")
    webhook: str | None = Field(None, description="an address to which it is sent as JSON (https)")
    on_failure: bool = Field(default=True, description="whether they are told of what failed or was held back")
    on_news: bool = Field(default=True, description="whether they are told that people are new, changed or gone")

    @field_validator("webhook")
    @classmethod
    def _safe_webhook(cls, value: str | None) -> str | None:
        return server_address(value)


class Settings(BaseSettings):
    """Kith's settings; every key stands in `configs/example.toml`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter=NESTED, extra="ignore")

    home: Path = Field(
        default_factory=kith_home, description="where all of Kith's data lives (KITH_HOME; not in the file)"
    )
    owner: str = Field(
        "me", pattern=r"^[\w.-]+$", description="whose address books these are, for a household or a team"
    )
    region: str | None = Field(None, description="country of numbers written without one, as two letters (GB, DE, US)")
    time_zone: str | None = Field(None, description="your time zone (Europe/Berlin)")
    me: Me = Me()
    survivorship: Survivorship = Survivorship()
    interactions: Interactions = Interactions()
    sync: Sync = Sync()
    notify: Notify = Notify()
    limits: Limits = Limits()
    sources: dict[SourceName, SourceSettings] = Field(
        {}, description="the sources that are asked again, by their names"
    )

    @field_validator("home", mode="before")
    @classmethod
    def _whole_home(cls, value: Path | str) -> Path:
        return _absolute(Path(value)) if value else kith_home()

    @field_validator("region")
    @classmethod
    def _known_region(cls, value: str | None) -> str | None:
        if not value:
            return None
        known = word_list("regions")
        code: str = known["aliases"].get(value.upper(), value.upper())
        if code not in known["codes"]:
            raise ValueError("a region is a country's two letters, such as GB, DE or US")
        return code

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: a folder of zones ("Europe")
            raise ValueError("no such time zone; use a name such as Europe/Berlin or America/New_York") from error
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - no .env file is read: only what the user names
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - there are no secrets in settings
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then the file."""
        return init_settings, env_settings, InitSettingsSource(settings_cls, _written(kith_home() / SETTINGS_FILE))


def load_settings(**flags: Any) -> Settings:  # noqa: ANN401 - any setting's type
    """The settings in force; `flags` that are None are not set.

    Raises:
        UserError: the file can't be read, or a value can't be; the message names key, value and where it was set.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise UserError(about_values(error, file=kith_home() / SETTINGS_FILE, flags=given)) from error
    except SettingsError as error:
        raise UserError(about_variables(error)) from error


def _written(path: Path) -> dict[str, Any]:
    """What the settings file says, {} where there is none."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError(
            f"{path} can't be read: {error.strerror}. Settings are a file there that you may read."
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path} is no UTF-8 text. Save it as UTF-8, or delete it: `kith init` writes it anew."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            f"{path} is no valid TOML: {error}. Mend it, or delete it: `kith init` writes it anew."
        ) from error
    known = [name for name in Settings.model_fields if name != "home"]
    if unknown := sorted(written.keys() - known):
        raise UserError(f"{path} has keys that Kith doesn't know: {', '.join(unknown)}. It knows {', '.join(known)}.")
    return written


@cache
def example() -> str:
    """The example settings file, every key with its default."""
    return files("configs").joinpath("example.toml").read_text(encoding="utf-8")


RULES: tuple[Rule, ...] = get_args(Rule)
