-- Values that no record gives, and values whose records belong to somebody else.
with given as (
    select
        'person_email' as table_name,
        person_id,
        null as kind,
        origin.source,
        origin.record_id
    from (
        select
            person_id,
            unnest(provenance) as origin
        from person_email
    ) as person_email_origin
    union all
    select
        'person_phone' as table_name,
        person_id,
        null as kind,
        origin.source,
        origin.record_id
    from (
        select
            person_id,
            unnest(provenance) as origin
        from person_phone
    ) as person_phone_origin
    union all
    select
        'person_address' as table_name,
        person_id,
        null as kind,
        origin.source,
        origin.record_id
    from (
        select
            person_id,
            unnest(provenance) as origin
        from person_address
    ) as person_address_origin
    union all
    select
        'affiliation' as table_name,
        person_id,
        null as kind,
        origin.source,
        origin.record_id
    from (
        select
            person_id,
            unnest(provenance) as origin
        from affiliation
    ) as affiliation_origin
    union all
    select
        'person_name' as table_name,
        person_id,
        null as kind,
        origin.source,
        origin.record_id
    from (
        select
            person_id,
            unnest(provenance) as origin
        from person_name
    ) as person_name_origin
    union all
    select
        'person_url' as table_name,
        person_id,
        null as kind,
        origin.source,
        origin.record_id
    from (
        select
            person_id,
            unnest(provenance) as origin
        from person_url
    ) as person_url_origin
    union all
    select
        'person_date' as table_name,
        person_id,
        null as kind,
        origin.source,
        origin.record_id
    from (
        select
            person_id,
            unnest(provenance) as origin
        from person_date
    ) as person_date_origin
    union all
    select
        'person_relation' as table_name,
        person_id,
        null as kind,
        origin.source,
        origin.record_id
    from (
        select
            person_id,
            unnest(provenance) as origin
        from person_relation
    ) as person_relation_origin
    union all
    select
        'person_note' as table_name,
        person_id,
        null as kind,
        origin.source,
        origin.record_id
    from (
        select
            person_id,
            unnest(provenance) as origin
        from person_note
    ) as person_note_origin
    union all
    select
        'context' as table_name,
        person_id,
        kind,
        origin.source,
        origin.record_id
    from (
        select
            person_id,
            kind,
            unnest(evidence) as origin
        from context
    ) as context_origin
)

select
    given.table_name,
    given.person_id
from given
left join source_record
    on
        given.source = source_record.source
        and given.record_id = source_record.record_id
where
    source_record.person_id is distinct from given.person_id
    -- you and the ledger say things without a card: see context_evidence_is_known
    and not (given.kind is not null and given.source in ('said', 'interaction'))
    -- a group's card lists people and is nobody's; a relative's card is theirs
    and not (given.kind is not distinct from 'group' and coalesce(source_record.kind = 'group', false))
    and not (given.kind is not distinct from 'relation' and source_record.person_id is not null)
