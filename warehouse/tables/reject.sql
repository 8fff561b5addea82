-- One row per thing that could not be read when its file was last read.
-- run_id: the run that read it
-- source: the source (- for files that nobody reads)
-- file: the file
-- position: which record of the file, counted from 1
-- line: which line of the file, counted from 1
-- reason: what is wrong
-- raw: its text as it stands there
select
    run_id,
    source,
    file,
    position,
    line,
    reason,
    raw
from reject_frame
order by source, file, position, line, reason
