-- One row per interaction that was staged, as far as it matters whether it is known.
select
    seq,
    given_id,
    '' as raw_name,
    content_hash,
    file,
    case
        when channel = 'calendar'
            then lpad(left(regexp_extract(calendar.components, '\nSEQUENCE:([0-9]+)', 1), 12), 12, '0')
    end as updated
from staged_interaction
