-- One row: how many judgements and undone ones there are, and the model that was trained last.
select
    (select count(*) from judgement) as judgements,
    (select count(*) from judgement_undone) as undone,
    (select max(model_id) from identity_model) as model_id
