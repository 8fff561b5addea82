-- What calendars, mailboxes and activity logs gave.

create table raw_interaction (
    source varchar not null,
    record_id varchar not null,
    given_id varchar not null,
    base_id varchar not null,
    content_hash varchar not null,
    run_id bigint not null,
    valid_from timestamptz not null,
    valid_to timestamptz,
    file varchar not null,
    position bigint not null,
    channel varchar not null,
    sent varchar,
    sent_at timestamptz,
    direction varchar,
    conversation varchar,
    people struct(
        role varchar, address varchar, name varchar, url varchar, organisation varchar, title varchar
    )[],
    labels varchar[],
    subject varchar,
    account varchar,
    calendar struct(
        uid varchar, components varchar, zones varchar, default_zone varchar, name varchar, "method" varchar
    )
);
comment on table raw_interaction is
'One row per version of a message or a calendar event, as its source gave it; the current one has no end.';
