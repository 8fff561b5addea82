-- Days of contact, or of a stream, that don't follow upon one another from the first to the end of time.
select
    owner,
    person_id
from contact_day
group by owner, person_id
having
    sum(until_day - on_day) <> date '9999-12-31' - date '0001-01-01'
    or max(until_day) <> date '9999-12-31'
    or count_if(until_day <= on_day) > 0
union all
select
    closeness_stream.owner,
    closeness_stream.person_id
from closeness_stream
left join closeness_day
    on
        closeness_stream.owner = closeness_day.owner and closeness_stream.person_id = closeness_day.person_id
        and closeness_stream.stream = closeness_day.stream
group by closeness_stream.owner, closeness_stream.person_id, closeness_stream.stream, closeness_stream.first_on
having
    count(closeness_day.stream) = 0
    or sum(closeness_day.until_day - closeness_day.on_day) <> date '9999-12-31' - closeness_stream.first_on
    or count_if(closeness_day.until_day <= closeness_day.on_day) > 0
