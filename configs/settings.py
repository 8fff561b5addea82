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
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from configs.errors import UserError

SETTINGS_FILE = "config.toml"

Rule = Literal["marked", "sources", "rank", "fullest", "newest"]
"""A rule of survivorship.

marked: a source marks the value as preferred. sources: more sources give it. rank: it comes from a source that stands
earlier in `source_rank`. fullest: it says more. newest: the record that gives it was changed last.
"""


def kith_home() -> Path:
    """The folder of all of Kith's data: KITH_HOME, else the platform's place for data."""
    home = os.environ.get("KITH_HOME")
    return Path(home).expanduser().absolute() if home else user_data_path("kith", appauthor=False)


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
    name: tuple[Rule, ...] = Field(("sources", "fullest", "rank", "newest"), description="rules for names")
    email: tuple[Rule, ...] = Field(("marked", "sources", "rank", "newest"), description="rules for e-mail addresses")
    phone: tuple[Rule, ...] = Field(("marked", "sources", "rank", "newest"), description="rules for phone numbers")
    address: tuple[Rule, ...] = Field(
        ("marked", "sources", "fullest", "rank", "newest"), description="rules for postal addresses"
    )
    affiliation: tuple[Rule, ...] = Field(
        ("marked", "newest", "sources", "rank", "fullest"), description="rules for employers and titles"
    )
    url: tuple[Rule, ...] = Field(("marked", "sources", "rank", "newest"), description="rules for web addresses")
    birthday: tuple[Rule, ...] = Field(("fullest", "sources", "rank", "newest"), description="rules for birthdays")


class Limits(BaseModel):
    """How much of an archive is read before it is taken for a bomb."""

    model_config = ConfigDict(extra="forbid")

    archive_members: int = Field(50_000, gt=0, description="files in one archive")
    archive_member_mb: int = Field(4_096, gt=0, description="unpacked size of one file in an archive, in MB")
    archive_total_mb: int = Field(16_384, gt=0, description="unpacked size of one archive, in MB")
    archive_ratio: int = Field(200, gt=1, description="unpacked size : packed size, for files above 64 MB")


class Settings(BaseSettings):
    """Kith's settings; every key stands in `configs/example.toml`."""

    model_config = SettingsConfigDict(env_prefix="KITH_", env_nested_delimiter="__", extra="ignore")

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
    limits: Limits = Limits()

    @field_validator("region")
    @classmethod
    def _known_region(cls, value: str | None) -> str | None:
        if value is None or value == "":
            return None
        if not (len(value) == 2 and value.isascii() and value.isalpha()):  # noqa: PLR2004 - ISO 3166-1 alpha-2
            raise ValueError("a region is a country's two letters, such as GB, DE or US")
        return value.upper()

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
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
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, kith_home() / SETTINGS_FILE)


def load_settings(**flags: Any) -> Settings:  # noqa: ANN401 - any setting's type
    """The settings in force; `flags` that are None are not set.

    Raises:
        UserError: the file is no TOML, or a value can't be; the message names the key and where it was set.
    """
    path = kith_home() / SETTINGS_FILE
    try:
        unknown = _unknown_keys(path)
        settings = Settings(**{name: value for name, value in flags.items() if value is not None})
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path} is no valid TOML: {error}. `kith init` writes a fresh one.") from error
    except ValidationError as error:
        raise UserError(_complaint(error, path)) from error
    if unknown:
        raise UserError(f"{path} has keys that Kith doesn't know: {', '.join(unknown)}. See configs/example.toml.")
    return settings


def _unknown_keys(path: Path) -> list[str]:
    if not path.exists():
        return []
    return sorted(tomllib.loads(path.read_text(encoding="utf-8")).keys() - (Settings.model_fields.keys() - {"home"}))


def _complaint(error: ValidationError, path: Path) -> str:
    lines = []
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"])
        variable = "KITH_" + "__".join(str(part) for part in problem["loc"]).upper()
        where = f"the environment variable {variable}" if variable in os.environ else str(path)
        lines.append(f"{key} = {problem['input']!r} in {where}: {problem['msg'].removeprefix('Value error, ')}.")
    return "A setting can't be used:\n  " + "\n  ".join(lines)


@cache
def example() -> str:
    """The example settings file, every key with its default."""
    return files("configs").joinpath("example.toml").read_text(encoding="utf-8")


RULES: tuple[Rule, ...] = get_args(Rule)
