delete from context_said
where list_contains(getvariable('forgotten'), person_id)
