-- People who met an owner in two ways or in none, at an event that is unknown, or with a confidence that is none.
select
    owner,
    person_id
from how_we_met
where confidence not between 0 and 1 or text is null or (met_on is null and kind <> 'said')
union
select
    owner,
    person_id
from how_we_met
group by owner, person_id
having count(*) > 1
union
select
    how_we_met.owner,
    how_we_met.person_id
from how_we_met
left join interaction
    on
        how_we_met.owner = interaction.owner
        and how_we_met.interaction_id = interaction.interaction_id
left join person on how_we_met.person_id = person.person_id
where
    person.person_id is null
    or (how_we_met.interaction_id is not null and interaction.interaction_id is null)
