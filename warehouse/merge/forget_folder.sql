-- A watched folder is read again when something that came from it was forgotten.
update source
set cursor = null
from source as forgotten
where
    forgotten.source = getvariable('source')
    and source.connector = 'folder'
    and source.owner = forgotten.owner
    and source.name = forgotten.name
