"""CardDAV and CalDAV servers: address books and calendars, found, listed, fetched and read by what changed in them.

`discovery` finds a user's collections, `changes` what changed in one, `fetching` gets it, `reading` has the connector
of the format read it, `pulling` and `connector` put that together.
"""

from connectors.dav.connector import CalDav, CardDav
from connectors.dav.presets import Preset, dav_hosts, dav_preset, dav_presets, dav_url

__all__ = ["CalDav", "CardDav", "Preset", "dav_hosts", "dav_preset", "dav_presets", "dav_url"]
