-- One row per current record that the source no longer holds: it says so, of the record or of the series it is part
-- of; or it has given all that it holds (of what begins so), and the record isn't among it.
select held.record_id
from held
where
    held.valid_to is null
    and held.record_id not in (select outcome.record_id from outcome)
    and (
        getvariable('is_complete')
        or held.given_id in (select gone_record.given_id from gone_record)
        or held.conversation in (select gone_record.given_id from gone_record)
        or exists (
            select 1
            from complete_prefix
            where starts_with(held.given_id, complete_prefix.prefix)
        )
    )
