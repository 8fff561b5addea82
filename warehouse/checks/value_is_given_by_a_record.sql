-- Values that no record gives, and values whose records belong to somebody else.
select
    'person_email' as table_name,
    given.person_id
from (
    select
        person_id,
        unnest(provenance) as origin
    from person_email
) as given
left join source_record
    on
        given.origin.source = source_record.source
        and given.origin.record_id = source_record.record_id
where source_record.person_id is distinct from given.person_id
union all
select
    'person_phone' as table_name,
    given.person_id
from (
    select
        person_id,
        unnest(provenance) as origin
    from person_phone
) as given
left join source_record
    on
        given.origin.source = source_record.source
        and given.origin.record_id = source_record.record_id
where source_record.person_id is distinct from given.person_id
union all
select
    'person_address' as table_name,
    given.person_id
from (
    select
        person_id,
        unnest(provenance) as origin
    from person_address
) as given
left join source_record
    on
        given.origin.source = source_record.source
        and given.origin.record_id = source_record.record_id
where source_record.person_id is distinct from given.person_id
union all
select
    'affiliation' as table_name,
    given.person_id
from (
    select
        person_id,
        unnest(provenance) as origin
    from affiliation
) as given
left join source_record
    on
        given.origin.source = source_record.source
        and given.origin.record_id = source_record.record_id
where source_record.person_id is distinct from given.person_id
union all
select
    'person_name' as table_name,
    given.person_id
from (
    select
        person_id,
        unnest(provenance) as origin
    from person_name
) as given
left join source_record
    on
        given.origin.source = source_record.source
        and given.origin.record_id = source_record.record_id
where source_record.person_id is distinct from given.person_id
union all
select
    'person_url' as table_name,
    given.person_id
from (
    select
        person_id,
        unnest(provenance) as origin
    from person_url
) as given
left join source_record
    on
        given.origin.source = source_record.source
        and given.origin.record_id = source_record.record_id
where source_record.person_id is distinct from given.person_id
union all
select
    'person_date' as table_name,
    given.person_id
from (
    select
        person_id,
        unnest(provenance) as origin
    from person_date
) as given
left join source_record
    on
        given.origin.source = source_record.source
        and given.origin.record_id = source_record.record_id
where source_record.person_id is distinct from given.person_id
union all
select
    'person_relation' as table_name,
    given.person_id
from (
    select
        person_id,
        unnest(provenance) as origin
    from person_relation
) as given
left join source_record
    on
        given.origin.source = source_record.source
        and given.origin.record_id = source_record.record_id
where source_record.person_id is distinct from given.person_id
union all
select
    'person_note' as table_name,
    given.person_id
from (
    select
        person_id,
        unnest(provenance) as origin
    from person_note
) as given
left join source_record
    on
        given.origin.source = source_record.source
        and given.origin.record_id = source_record.record_id
where source_record.person_id is distinct from given.person_id
union all
select
    'context' as table_name,
    given.person_id
from (
    select
        person_id,
        kind,
        unnest(evidence) as origin
    from context
) as given
left join source_record
    on
        given.origin.source = source_record.source
        and given.origin.record_id = source_record.record_id
where
    source_record.person_id is distinct from given.person_id
    -- you and the ledger say things without a card: see context_evidence_is_known
    and given.origin.source not in ('said', 'interaction')
    -- a group's card lists people and is nobody's; a relative's card is theirs
    and not (given.kind = 'group' and coalesce(source_record.kind = 'group', false))
    and not (given.kind = 'relation' and source_record.person_id is not null)
