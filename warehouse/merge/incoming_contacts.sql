-- One row per contact that was staged, as far as it matters whether it is known.
select
    seq,
    given_id,
    raw_name,
    content_hash,
    file,
    updated
from staged
