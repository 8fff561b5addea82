"""Whose word it is, and whose ledger is looked at: in a household several people share one warehouse."""

from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from configs.settings import Settings
    from warehouse.relationship_reading import RelationshipReader

Owner = Annotated[
    str | None, typer.Option("--owner", metavar="NAME", help="Who, in a household or team; you, by default.")
]


def owner_meant(
    reader: "RelationshipReader", settings: "Settings", given: str | None, *, among: "Sequence[str]" = ()
) -> str:
    """The owner that was named; else the settings' one, or the only one there is, or the first `among` some.

    Raises:
        UsageError: nothing here is anybody's of that name; the message says whose there is.
    """
    known = reader.owners()
    if given is None and (settings.owner in known or not known):
        return settings.owner
    if given is None and (among or len(known) == 1):
        return (*among, *known)[0]
    if given in known:
        return str(given)
    listed = ", ".join(known) or settings.owner
    raise UsageError(f"No address book here is {given or settings.owner}'s: choose --owner from {listed}.")
