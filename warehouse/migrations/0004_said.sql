-- What you say of people, beside who is who. All of it is append-only: what was said stays, a later word stands.

create table logged (
    logged_id bigint not null,
    owner varchar not null,
    person_ids varchar[] not null,
    text varchar not null, -- noqa: RF04
    happened_on date not null,
    said_at timestamptz not null
);
comment on table logged is 'One row per thing that you did with people and logged by hand.';

create table logged_removed (
    logged_id bigint not null,
    removed_at timestamptz not null
);
comment on table logged_removed is 'One row per thing that you logged and took back.';

create table context_said (
    said_id bigint not null,
    owner varchar not null,
    person_id varchar not null,
    context varchar not null,
    is_denied boolean not null,
    sphere varchar,
    said_at timestamptz not null
);
comment on table context_said is 'One row per word on how you know somebody, or don''t. The latest stands.';

create table cadence_said (
    said_id bigint not null,
    owner varchar not null,
    person_id varchar not null,
    is_default boolean not null,
    days integer,
    said_at timestamptz not null
);
comment on table cadence_said is 'One row per word on how often to write to somebody (null: never). The latest stands.';

create table said_of (
    person_id varchar not null,
    leads_to varchar
);
comment on table said_of is 'One row per person id of which something was said: whom it meant last.';
