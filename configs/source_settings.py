"""The sources that are asked again and again: servers, and folders into which exports are dropped."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from configs.addresses import server_address


class _Source(BaseModel):
    """What every source has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: str | None = Field(
        None, pattern=r"^[\w.-]+$", description="whose contacts these are; the settings' owner where it isn't said"
    )


class GoogleSource(_Source):
    """A Google account: its contacts, those it wrote to, and its calendars."""

    kind: Literal["google"] = Field(description="what kind of source it is")
    account: str | None = Field(None, description="the account's address; of a service account, whose data it reads")
    contacts: bool = Field(default=True, description="whether its contacts are read")
    other_contacts: bool = Field(default=True, description="whether those are read to whom it only wrote")
    calendars: tuple[str, ...] = Field(
        ("selected",),
        description="its calendars: names or ids, or all, own, selected (shown there) or primary; [] for none",
    )
    endpoint: str | None = Field(None, description="another address of Google's interfaces: an emulator of them")

    @field_validator("endpoint")
    @classmethod
    def _safe_endpoint(cls, value: str | None) -> str | None:
        return server_address(value)


class _DavSource(_Source):
    url: str = Field(description="the server, or one address book or calendar on it")
    user: str = Field(min_length=1, description="who signs in there")
    password_command: tuple[str, ...] = Field(
        (), description="a command that prints the password; without it, it is asked for once and kept"
    )
    collections: tuple[str, ...] = Field((), description="its address books or calendars by name; [] for all")

    @field_validator("url")
    @classmethod
    def _safe_url(cls, value: str) -> str | None:
        return server_address(value)


class CardDavSource(_DavSource):
    """The address books of a CardDAV server."""

    kind: Literal["carddav"] = Field(description="what kind of source it is")


class CalDavSource(_DavSource):
    """The calendars of a CalDAV server."""

    kind: Literal["caldav"] = Field(description="what kind of source it is")


class FolderSource(_Source):
    """A folder into which exports are dropped."""

    kind: Literal["folder"] = Field(description="what kind of source it is")
    path: Path = Field(description="the folder")

    @field_validator("path")
    @classmethod
    def _whole_path(cls, value: Path) -> Path:
        try:
            path = value.expanduser()
        except RuntimeError as error:
            raise ValueError("there is no such user's home") from error
        if not path.is_absolute():
            raise ValueError("write the folder's whole path, from / or ~")
        return path


SourceSettings = Annotated[GoogleSource | CardDavSource | CalDavSource | FolderSource, Field(discriminator="kind")]
"""A source, told by its `kind`."""

SourceName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""What a source can be called."""

SOURCE_KINDS: dict[str, type[GoogleSource | CardDavSource | CalDavSource | FolderSource]] = {
    "google": GoogleSource,
    "carddav": CardDavSource,
    "caldav": CalDavSource,
    "folder": FolderSource,
}
"""The models by their kinds."""
