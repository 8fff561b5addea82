-- What the documents that are asked about held, and whether each was read as it is now, with no change since.
select
    coalesce(bool_and(coalesce(is_as_it_was, false)), true) as is_known,
    coalesce(sum(read), 0)::bigint as read,
    coalesce(sum(skipped), 0)::bigint as skipped,
    coalesce(sum(rejected), 0)::bigint as rejected
from last_reading
