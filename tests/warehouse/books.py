"""A small address book of every kind of value, as the frames that are published, for the tests of the warehouse."""

from datetime import date

import duckdb
import polars as pl

from connectors.base import Batch
from connectors.records import Address, Date, Email, Name, Reject, Relation
from tests.transforms import books
from tests.transforms.books import Record, record
from tests.warehouse.cards import VCARD, card, land_batches
from transforms.ledger.shapes import UNMATCHED
from transforms.model import Past, Said
from transforms.person_ids import person_redirects
from warehouse.judgements import Judged, RecordKey
from warehouse.landing import LandingStore
from warehouse.migrate import migrate
from warehouse.sayings import CadenceSaid, ContextSaid, Logged

_AT_BRUNCH = 4
_TODAY = date(2026, 11, 24)
ZOE_UID = "4f6e0b05-1c2d-4e3f-8a9b-00c0ffee0005"


def book() -> tuple[Record, ...]:
    """People who are hard to find, a group and an organisation."""
    zoe = record(
        "1",
        Name(given="Zoë", family="Søborg-Strauß"),
        given_id=ZOE_UID,
        email="Zoe@Example.org",
        phone=("+44 20 7946 0108", "+44 20 7946 0109"),
        job=("Example Ltd", "Engineer"),
        url="https://example.org/zoe",
        addresses=(Address(street="1 Example Street", city="London", country="United Kingdom"),),
        dates=(Date("1984-03-05", "birthday"),),
        relations=(Relation("Liam O'Brien", "spouse"),),
        categories=("Brunch",),
        note="Met at the panel",
    )
    again = record("2", "Zoë Søborg-Strauß", source="google_csv", email=("zoe@example.org", "zoe@example.com"))
    liam = record("3", Name(full="Liam O'Brien"), email="liam@example.net", phone="+44 20 7946 0110")
    yulia = record("4", "Юлия Соколова", source="google_csv", phone="+49 30 23125 001")
    nick = record(
        "5", Name(full="Robert Weber"), email="rw@example.com", emails=(Email("rw@example.com"), Email("no address"))
    )
    nick = nick._replace(
        contact=nick.contact._replace(names=(*nick.contact.names, Name(full="Bobby", kind="nickname")))
    )
    others = [record(str(number), "Jonas Weber", email=f"jonas{number}@example.org") for number in (6, 7)]
    group = record("8", "Choir", kind="group", members=(f"urn:uuid:{ZOE_UID}",))
    firm = record("9", "Example Ltd", kind="org", email="hello@example.com")
    return zoe, again, liam, yulia, nick, *others, group, firm


def book_frames(*records: Record) -> dict[str, pl.DataFrame]:
    """The frames of every published table, of `book()` or of the records."""
    with duckdb.connect(config={"threads": "1"}) as connection:
        migrate(connection)
        store = LandingStore(connection)
        reject = Reject(file="book.vcf", position=2, line=9, reason="text outside of any card", raw="rubbish")
        land_batches(store, Batch(contacts=(card("1"),), rejects=(reject,)), source=VCARD)
        runs = {"sync_run": store.published("sync_run"), "reject": store.published("current_rejects")}
        apart = Judged(RecordKey("vcard", "6"), RecordKey("vcard", "7"), "different")
        store.judgements.add("different", [apart], by="ada", because="father and son")
        runs |= {"judgement": store.judgements.latest(), "judgement_action": store.judgements.history()}
        frames = books.frames(*(records or book()))
        ids = frames["source_record"].select("source", "record_id", "person_id").drop_nulls()
        people = tuple(ids["person_id"].unique(maintain_order=True).head(_AT_BRUNCH))
        redirects = person_redirects(ids, ids.head(1).with_columns(person_id=pl.lit("p-old")))
        store.sayings.log(Logged("me", ("p-old", ids["person_id"][-1]), "brunch at the canal", date(2026, 11, 22)))
        store.sayings.log(Logged("me", people, "brunch at the canal", date(2026, 11, 15)))
        store.sayings.say_context(ContextSaid("me", "p-old", "Climbing", sphere="personal"))
        store.sayings.say_cadence(CadenceSaid("me", "p-old", 21))
        words = store.sayings.frames(ids, redirects)
        runs |= {"person_redirect": redirects, **words}
    past = Past(gathered=None, strange=None, said=Said(**words), today=_TODAY)
    stranger = ("me", "guest@example.org", None, 1, _TODAY, _TODAY, "large_groups")
    unmatched = pl.DataFrame([stranger], schema=UNMATCHED, orient="row")
    return {**books.frames(*(records or book()), past=past), **runs, "unmatched_address": unmatched}
