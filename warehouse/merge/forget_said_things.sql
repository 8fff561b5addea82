-- What only those did who are forgotten goes with them.
delete from logged
where len(person_ids) = 0
