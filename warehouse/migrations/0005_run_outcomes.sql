-- What a sync says of a source that it could not read, beside the counts of those that it could.

alter table run_source add column failure varchar;
alter table run_source add column failure_message varchar;
comment on column run_source.failure is 'Why the source gave nothing, as one word; null where it was read.';
comment on column run_source.failure_message is 'The same in words.';
