-- One value: a number of days back from today, in words.
create macro days_ago(days) as
case days
    when 0 then 'today'
    when 1 then 'yesterday'
    else days || ' days ago'
end
