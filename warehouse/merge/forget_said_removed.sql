delete from logged_removed
where logged_id not in (select logged.logged_id from logged)
