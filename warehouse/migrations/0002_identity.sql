-- What you say of who is who, what evidence weighs, and the ids that people had.

create table judgement (
    action_id bigint not null,
    command varchar not null,
    source_a varchar not null,
    record_id_a varchar not null,
    source_b varchar not null,
    record_id_b varchar not null,
    verdict varchar not null,
    reason varchar,
    judged_by varchar not null,
    judged_at timestamptz not null
);
comment on table judgement is 'One row per pair of records that you called the same, different or unsure. Append-only.';

create table judgement_undone (
    action_id bigint not null,
    undone_by varchar not null,
    undone_at timestamptz not null,
    reason varchar
);
comment on table judgement_undone is 'One row per action that you took back.';

create table identity_model (
    model_id bigint not null,
    trained_at timestamptz not null,
    records bigint not null,
    duplicates double not null,
    levels varchar not null
);
comment on table identity_model is 'One row per training of the identity model: what evidence weighs (JSON).';

create table identity_frequency (
    field varchar not null,
    value varchar, -- noqa: RF04
    records bigint not null
);
comment on table identity_frequency is 'One row per value that several records have, as the latest model counted them.';

create table former_person_record (
    source varchar not null,
    record_id varchar not null,
    person_id varchar not null
);
comment on table former_person_record is 'One row per record of a person whose id is no longer in use.';
