-- read = loaded + unchanged + skipped + rejected
with landed as (
    select
        (select count(*) from staged_skipped) as left_out,
        (select count(*) from staged_reject) as rejected,
        count(*) as staged,
        count(*) filter (where outcome in ('new', 'changed')) as loaded,
        count(*) filter (where outcome = 'unchanged') as unchanged
    from arrived
)

select
    staged + left_out + rejected as read,
    loaded,
    unchanged,
    left_out + staged - loaded - unchanged as skipped,
    rejected
from landed
