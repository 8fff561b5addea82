-- Pictures that no record of any version holds.
delete from photo
where hash not in (
    select photo_of.hash
    from (
        select unnest(photos).hash as hash
        from raw_contact
    ) as photo_of
)
