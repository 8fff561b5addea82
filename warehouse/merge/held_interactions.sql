-- One row per version of an interaction of the source.
select
    record_id,
    given_id,
    base_id,
    '' as raw_name,
    content_hash,
    file,
    case
        when channel = 'calendar'
            then lpad(left(regexp_extract(calendar.components, '\nSEQUENCE:([0-9]+)', 1), 12), 12, '0')
    end as updated,
    conversation,
    run_id,
    valid_to
from raw_interaction
where source = getvariable('source')
