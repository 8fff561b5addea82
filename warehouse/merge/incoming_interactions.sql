-- One row per interaction that was staged, as far as it matters whether it is known.
select
    seq,
    given_id,
    '' as raw_name,
    content_hash,
    file,
    null::varchar as updated
from staged_interaction
