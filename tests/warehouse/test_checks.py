"""Every check finds what it is there for, planted in a warehouse that is right."""

from collections.abc import Iterator

import duckdb
import pytest

from tests.warehouse.books import book_frames
from warehouse.publish import CheckError, check, publish
from warehouse.sql_files import statements

PREFERRED = (
    "person_email",
    "person_phone",
    "person_address",
    "affiliation",
    "person_name",
    "person_url",
    "person_date",
)
"""Tables of values of which one is preferred."""

OF_PEOPLE = (*PREFERRED, "person_relation", "person_note", "context")
"""Tables of what belongs to a person."""

OF_SAID = ("context_said", "cadence")
"""Tables of what was said of people."""

OF_ACQUAINTANCE = ("how_we_met", "circle_member", "bridge")
"""Tables of how people know each other: see met_once, circle_adds_up and bridge_is_of_ties."""

OF_LEDGER = ("interaction_participant",)
"""Tables of who took part in what: see participant_takes_part."""

OF_RELATIONSHIP = ("counterpart", "contact_day", "closeness_stream", "closeness_day")
"""Tables of relationships: see relationship_is_of_people and day_follows_day."""

ASKED = ("relationship", "relationship_why", "relationship_history")
"""Views of these tables."""


RELATIONSHIP = "create or replace view relationship as select * replace ({}) from relationship_at(current_date)"


SPOILT = (
    ("affiliation_leads_to_an_organisation", "update affiliation set organisation_id = 'nobody'"),
    ("bridge_is_of_ties", "update bridge set ties = ties + 1"),
    ("bridge_is_of_ties", "update bridge set person_id = person_id || '?'"),
    ("bridge_is_of_ties", "update bridge set burt_constraint = 0"),
    ("bridge_is_of_ties", "update bridge set effective_size = ties + 1"),
    ("circle_adds_up", "update circle set people = people + 1"),
    ("circle_adds_up", "insert into circle select * replace ('g0' as circle_id) from circle"),
    ("circle_adds_up", "insert into circle_member from circle_member limit 1"),
    ("circle_adds_up", "update circle_member set circle_id = 'nobody'"),
    ("circle_adds_up", "update circle_member set person_id = person_id || '?'"),
    ("context_evidence_is_known", "update interaction_participant set person_id = person_id || '?'"),
    (
        "context_evidence_is_known",
        "update context set evidence = [struct_update(evidence[1], record_id := 'gone')] where kind = 'event'",
    ),
    ("contact_is_earned", "update interaction_participant set is_contact = true where is_owner"),
    ("contact_is_earned", "update interaction_participant set response = 'declined' where is_contact"),
    ("contact_is_earned", "update interaction_participant set weight = 0"),
    ("contact_is_earned", "update interaction set recency = 'none'"),
    ("interaction_is_unique", "insert into interaction from interaction limit 1"),
    ("participant_takes_part", "update interaction_participant set interaction_id = 'i0'"),
    ("participant_takes_part", "update interaction_participant set person_id = 'nobody' where is_contact"),
    ("context_has_evidence", "update context set evidence = []"),
    ("context_has_evidence", "insert into context from context limit 1"),
    ("context_has_evidence", "update interaction_participant set is_owner = true"),
    ("country_is_iso", "update person_address set country_code = 'gb'"),
    ("country_is_iso", "update person_address set country_code = 'GBR'"),
    ("day_follows_day", "delete from contact_day where until_day = '9999-12-31'"),
    ("day_follows_day", "update contact_day set on_day = on_day + 1 where on_day > '0001-01-01'"),
    ("day_follows_day", "update contact_day set until_day = on_day where on_day > '0001-01-01'"),
    ("day_follows_day", "delete from closeness_day"),
    ("day_follows_day", "update closeness_day set on_day = on_day + 1"),
    ("day_follows_day", "update closeness_day set person_id = 'nobody'"),
    ("evidence_holds", "update match_evidence set person_id_b = 'nobody' where decision = 'same'"),
    ("evidence_holds", "update match_evidence set person_id_a = null where decision = 'same'"),
    ("evidence_adds_up", "update match_evidence set weight = weight + 1"),
    ("evidence_adds_up", "update match_evidence set evidence = null where weight <> prior_weight"),
    ("evidence_is_unique", "insert into match_evidence from match_evidence limit 1"),
    ("evidence_is_unique", "update match_evidence set source_b = source_a, record_id_b = record_id_a"),
    ("evidence_is_of_people", "update match_evidence set person_id_b = null where decision = 'review'"),
    ("judgement_holds", "update match_evidence set reason = 'judged_different' where decision = 'same'"),
    ("judgement_holds", "update match_evidence set reason = 'judged_same' where decision = 'review'"),
    ("met_once", "insert into how_we_met from how_we_met limit 1"),
    ("met_once", "update how_we_met set confidence = 1.5"),
    ("met_once", "update how_we_met set text = null"),
    ("met_once", "update how_we_met set met_on = null"),
    ("met_once", "update how_we_met set interaction_id = 'gone'"),
    ("met_once", "update how_we_met set person_id = person_id || '?'"),
    ("number_is_e164", "update person_phone set e164 = '020 7946 0108'"),
    ("number_is_e164", "update person_phone set e164 = '+0207946'"),
    ("person_has_a_record", "insert into person (person_id, full_name) values ('p0', 'Nobody')"),
    ("person_is_unique", "insert into person from person limit 1"),
    ("quality_is_of_every_person", "delete from person_quality"),
    ("quality_is_of_every_person", "update person_quality set person_id = person_id || '?'"),
    ("quality_is_of_every_person", "update person_quality set records = records + 1"),
    ("quality_is_of_every_person", "update person_quality set probability = 2"),
    ("record_has_its_person", "update source_record set person_id = null"),
    ("record_has_its_person", "update source_record set person_id = 'nobody'"),
    ("record_has_its_person", "update source_record set kind = 'group'"),
    ("record_is_unique", "insert into source_record from source_record limit 1"),
    ("redirect_leads_to_a_person", "insert into person_redirect values ('p-old', 'nobody')"),
    ("redirect_leads_to_a_person", "insert into person_redirect select person_id, person_id from person"),
    ("relation_leads_to_a_person", "update person_relation set related_person_id = 'nobody'"),
    ("relationship_adds_up", "update closeness_day set weight = weight * 2"),
    ("relationship_adds_up", "update closeness_day set interactions = interactions + 1"),
    ("relationship_adds_up", "update contact_day set depth = depth + 1"),
    ("relationship_adds_up", RELATIONSHIP.format("strength_raw + 1 as strength_raw")),
    ("relationship_adds_up", RELATIONSHIP.format("why[2:] as why")),
    ("relationship_is_of_people", "delete from contact_day"),
    ("relationship_is_of_people", "insert into counterpart from counterpart limit 1"),
    ("relationship_is_of_people", "update counterpart set person_id = person_id || '?'"),
    ("run_adds_up", "update sync_run set read = read + 1"),
    ("said_of_people", "update logged set person_ids = ['nobody']"),
    ("said_of_people", "update context_said set person_id = 'nobody'"),
    ("said_of_people", "update cadence set person_id = 'nobody'"),
    ("tie_holds", "update tie set person_id_a = person_id_b, person_id_b = person_id_a"),
    ("tie_holds", "update tie set weight = 0"),
    ("tie_holds", "update tie set evidence = []"),
    ("tie_holds", "insert into tie from tie limit 1"),
    ("tie_holds", "update tie set person_id_b = person_id_b || '?'"),
    ("tie_holds", "update interaction_participant set is_owner = true"),
    ("value_is_given_by_a_record", "update context set kind = 'label' where kind = 'group'"),
)
"""A check, and what it is to find."""

SPOILT_VALUES = (
    ("one_value_is_preferred", "update {table} set is_preferred = false", PREFERRED),
    ("one_value_is_preferred", "insert into {table} from {table} where is_preferred", PREFERRED),
    ("preferred_says_why", "update {table} set preferred_because = null", PREFERRED),
    ("value_has_its_person", "update {table} set person_id = 'nobody'", OF_PEOPLE),
    (
        "value_is_given_by_a_record",
        "update {table} set {evidence} = [struct_update({evidence}[1], record_id := 'gone')]",
        OF_PEOPLE,
    ),
    (
        "value_is_given_by_a_record",
        "update {table} set person_id = (select max(id) from (select person_id id from person) where id <> person_id)",
        OF_PEOPLE,
    ),
)
"""A check, what it is to find, and in which tables."""

FAULTS = [
    *SPOILT,
    *(
        (check, fault.format(table=table, evidence="evidence" if table == "context" else "provenance"))
        for check, fault, tables in SPOILT_VALUES
        for table in tables
    ),
]


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = publish(tmp_path_factory.mktemp("right"), book_frames(), fingerprint="right").path
    with duckdb.connect(path) as connection:
        yield connection


@pytest.fixture
def copy(right: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse that may be spoilt: what a test does to it is undone."""
    right.execute("begin")
    yield right
    right.execute("rollback")


@pytest.mark.parametrize(("name", "fault"), FAULTS)
def test_a_check_finds_its_fault(name: str, fault: str, copy: duckdb.DuckDBPyConnection) -> None:
    copy.execute(fault)
    with pytest.raises(CheckError, match=rf"\b{name}: \d+ rows"):
        check(copy)


def test_every_check_has_a_fault_here_and_says_what_its_rows_are() -> None:
    checks = statements("checks")
    assert {name for name, _ in FAULTS} == {each.name for each in checks}
    assert all(each.row.endswith(".") for each in checks)


def test_every_table_of_people_is_looked_at(copy: duckdb.DuckDBPyConnection) -> None:
    columns = copy.execute("select table_name, column_name from duckdb_columns() where not internal").fetchall()
    with_preferred = {table for table, column in columns if column == "is_preferred"}
    of_people = {table for table, column in columns if column == "person_id"}
    assert with_preferred == set(PREFERRED)
    assert of_people == {
        *OF_PEOPLE,
        *OF_SAID,
        *OF_ACQUAINTANCE,
        *OF_LEDGER,
        *OF_RELATIONSHIP,
        *ASKED,
        "person",
        "person_quality",
        "person_redirect",
        "source_record",
    }


def test_a_groups_card_is_evidence_for_its_members(copy: duckdb.DuckDBPyConnection) -> None:
    assert copy.execute("select count(*) from context where kind = 'group'").fetchall() == [(1,)]
    check(copy)
