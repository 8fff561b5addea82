-- Nobody who is forgotten was there.
update logged
set person_ids = list_filter(person_ids, lambda person: not list_contains(getvariable('forgotten'), person))
where list_has_any(person_ids, getvariable('forgotten'))
