-- One row: when this warehouse was built, and of what.
-- built_at: when it was built (UTC)
-- fingerprint: what it was built of, for Kith to compare
select
    built_at,
    fingerprint
from warehouse_build_frame
