import pytest

from configs.settings import load_settings
from configs.writing import write_source
from flows.standing import left_behind
from tests.flows.given import give
from warehouse.merging import Source
from warehouse.reading import WarehouseReader

KEYS = (
    "-",
    "caldav:old",
    "carddav",
    "folder:inbox",
    "google_contacts",
    "google_contacts@bob",
    "vcard",
    "vcard:carddav",
)


@pytest.fixture
def config(home: object) -> object:
    settings = load_settings()
    write_source(settings.home / "config.toml", "google", {"kind": "google", "owner": "bob"})
    write_source(settings.home / "config.toml", "carddav", {"kind": "carddav", "url": "https://x.example", "user": "a"})
    return home


@pytest.mark.usefixtures("config")
def test_what_a_server_gave_under_another_name_or_owner_is_left_behind() -> None:
    assert left_behind(load_settings(), KEYS) == ("caldav:old", "google_contacts")


@pytest.mark.usefixtures("config")
def test_with_the_keys_that_the_warehouse_has() -> None:
    settings = load_settings()
    give(settings, Source("google_contacts"), Source("google_contacts", "bob"), Source("carddav", name="old"))
    with WarehouseReader.open(settings.home) as reader:
        keys = [row["source"] for row in reader.sources()]
    assert left_behind(settings, keys) == ("carddav:old", "google_contacts")


def test_files_are_never_left_behind(home: object) -> None:
    assert left_behind(load_settings(), ["vcard", "vcard:x@bob", "ics", "-"]) == ()
    assert home
