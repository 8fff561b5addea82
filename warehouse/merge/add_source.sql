insert into source
select
    getvariable('source') as source,
    getvariable('connector') as connector,
    getvariable('owner') as owner,
    getvariable('name') as name,
    getvariable('now') as created_at,
    0 as changed_by_run,
    null as cursor
where getvariable('source') not in (select source from source)
