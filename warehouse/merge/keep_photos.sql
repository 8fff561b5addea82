insert into photo
select
    hash,
    content
from batch
where hash not in (select hash from photo)
