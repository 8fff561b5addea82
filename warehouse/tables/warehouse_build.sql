-- One row: when this warehouse was built, and of what.
-- built_at: when it was built (UTC)
-- fingerprint: what it was built of, for Kith to compare
-- records: how many records the sources hold: contacts, events, messages
select
    built_at,
    fingerprint,
    records
from warehouse_build_frame
