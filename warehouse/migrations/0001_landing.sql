-- The landing store: what sources gave, as they gave it. The one thing of Kith's that can't be rebuilt.

create table source (
    source varchar not null,
    connector varchar not null,
    owner varchar not null,
    name varchar,
    created_at timestamptz not null,
    changed_by_run bigint,
    cursor varchar
);
comment on table source is 'One row per source: a connector, an owner and, where given, a name of its own.';

create table run (
    run_id bigint not null,
    command varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    state varchar not null,
    message varchar
);
comment on table run is 'One row per run: running, done, failed or interrupted.';

create table run_source (
    run_id bigint not null,
    source varchar not null,
    read bigint not null,
    loaded bigint not null,
    unchanged bigint not null,
    skipped bigint not null,
    rejected bigint not null,
    gone bigint not null
);
comment on table run_source is 'One row per run and source: read = loaded + unchanged + skipped + rejected.';

create table document (
    run_id bigint not null,
    source varchar not null,
    file varchar not null,
    content_hash varchar not null,
    reader_version integer not null,
    read bigint not null,
    skipped bigint not null,
    rejected bigint not null
);
comment on table document is 'One row per reading of a file: by its hash an unchanged one is known and not read.';

create table raw_contact (
    source varchar not null,
    record_id varchar not null,
    given_id varchar not null,
    base_id varchar not null,
    raw_name varchar not null,
    content_hash varchar not null,
    run_id bigint not null,
    valid_from timestamptz not null,
    valid_to timestamptz,
    file varchar not null,
    position bigint not null,
    kind varchar,
    is_owner boolean not null,
    names struct(
        "full" varchar, prefix varchar, given varchar, middle varchar, family varchar, suffix varchar, kind varchar,
        language varchar
    )[],
    emails struct(address varchar, label varchar, is_preferred boolean, display_name varchar)[],
    phones struct(number varchar, label varchar, is_preferred boolean)[],
    addresses struct(
        formatted varchar, po_box varchar, extended varchar, street varchar, city varchar, region varchar,
        postal_code varchar, country varchar, label varchar, is_preferred boolean
    )[],
    organisations struct(
        name varchar, department varchar, title varchar, role varchar, location varchar, started varchar, ended varchar,
        is_preferred boolean
    )[],
    urls struct(url varchar, label varchar, kind varchar, service varchar)[],
    dates struct("value" varchar, kind varchar)[],
    relations struct("value" varchar, kind varchar)[],
    categories varchar[],
    members varchar[],
    note varchar,
    photos struct(hash varchar, size bigint, media_type varchar, kind varchar)[],
    updated varchar,
    extra map(varchar, varchar[]) -- noqa: LT01
);
comment on table raw_contact is 'One row per version of a record, as its source gave it; the current one has no end.';

create table photo (
    hash varchar not null,
    content blob not null
);
comment on table photo is 'One row per picture, sound or key that was taken out of a record, by the hash of its bytes.';

create table reject (
    run_id bigint not null,
    source varchar not null,
    file varchar not null,
    position bigint,
    line bigint,
    reason varchar not null,
    raw varchar
);
comment on table reject is 'One row per thing that could not be read, with its raw text.';

create table skipped (
    run_id bigint not null,
    source varchar not null,
    file varchar not null,
    position bigint,
    reason varchar not null
);
comment on table skipped is 'One row per thing that was read and left out on purpose.';

create table person_record (
    source varchar not null,
    record_id varchar not null,
    person_id varchar not null
);
comment on table person_record is 'One row per record of a person: the id that the person keeps over every run.';
