delete from said_of
where list_contains(getvariable('forgotten'), person_id)
