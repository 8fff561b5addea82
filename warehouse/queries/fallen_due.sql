-- One row: whether something that was planned when the warehouse was built has happened since.
select
    exists(
        select *
        from interaction
        cross join warehouse_build
        where
            interaction.started_on > warehouse_build.built_at::date
            and interaction.started_on <= getvariable('today')
    ) as has_fallen_due
