-- One row per record of `incoming`, and what is to be done with it, where an id names one record (a server's): of
-- several the last counts, and what the server says now is right whatever it said before.
with latest as (
    select
        given_id,
        max(seq) as seq
    from incoming
    group by given_id
),

known as (
    select
        record_id,
        base_id,
        content_hash,
        valid_to is null as is_current
    from held
    qualify row_number() over (partition by record_id order by run_id desc, valid_to desc nulls first) = 1
)

select
    incoming.seq,
    incoming.given_id as record_id,
    coalesce(known.base_id, incoming.given_id) as base_id,
    case
        when known.record_id is null then 'new'
        when known.is_current and known.content_hash = incoming.content_hash then 'unchanged'
        else 'changed'
    end as outcome
from incoming
inner join latest on incoming.seq = latest.seq
left join known on incoming.given_id = known.record_id
