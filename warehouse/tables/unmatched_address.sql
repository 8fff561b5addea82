-- One row per address of somebody who took part in something and is nobody you know.
-- owner: whose ledger it stands in
-- address: the e-mail address, profile or name
-- name: what they are called there
-- interactions: how many interactions they took part in so far
-- first_on: the day of the first (null while all are planned)
-- last_on: the day of the last
-- reason: why they are no person: large_groups (met in large groups only), never_written_to, or setting
select
    owner,
    address,
    name,
    interactions,
    first_on,
    last_on,
    reason
from unmatched_address_frame
order by owner, address
