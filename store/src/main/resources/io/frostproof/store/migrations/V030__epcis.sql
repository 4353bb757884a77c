-- EPCIS events as they were told, and the identifiers of others for our things.
--
-- Locks: new tables only.

create table identifier (
    uri   text primary key,
    kind  text not null check (kind in ('node', 'unit', 'device', 'product', 'lot', 'handling_unit')),
    thing text not null
);
create index identifier_thing on identifier (kind, thing);
comment on table identifier is 'what others call our things, as the network file says it';
comment on column identifier.uri is 'a GS1 Digital Link of id.gs1.org for what has one, any other URI as it is';

create table epcis_job (
    id          uuid primary key,
    created_at  timestamptz not null,
    finished_at timestamptz,
    told_by     text        not null,
    behaviour   text        not null check (behaviour in ('rollback', 'proceed')),
    events      integer     not null,
    errors      jsonb       not null
);
create index epcis_job_running on epcis_job (id) where finished_at is null;
comment on column epcis_job.finished_at is 'server time at which no event of it was pending any more; null before';
comment on column epcis_job.events is 'that were right, those that were known before included';

create table epcis_event (
    id             bigint generated always as identity primary key,
    event_id       text        not null,
    declares_error boolean     not null,
    digest         text        not null,
    job_id         uuid        not null references epcis_job,
    recorded_at    timestamptz not null,
    time           timestamptz not null,
    type           text        not null,
    action         text,
    biz_step       text,
    disposition    text,
    read_point     text,
    biz_location   text,
    epcs           text[]      not null,
    any_epcs       text[]      not null,
    document       text        not null,
    unique (event_id, declares_error, digest)
);
create index epcis_event_newest on epcis_event (time desc, id desc);
create index epcis_event_any_epcs on epcis_event using gin (any_epcs);
comment on table epcis_event is 'what was captured, as it came; never changed';
comment on column epcis_event.epcs is 'canonical identifiers of epcList or childEPCs';
comment on column epcis_event.any_epcs is 'of all lists of instances, and the parent';

-- Apart from what was told, since it changes.
create table epcis_state (
    event    bigint primary key references epcis_event,
    job_id   uuid   not null references epcis_job,
    state    text   not null check (state in ('pending', 'counted', 'kept', 'held', 'voided')),
    reason   text,
    detail   text,
    missing  text[] not null default '{}',
    tried_at timestamptz,
    check ((state = 'held') = (reason is not null))
);
create index epcis_state_pending on epcis_state (event) where state = 'pending';
create index epcis_state_pending_job on epcis_state (job_id) where state = 'pending';
create index epcis_state_held on epcis_state (event) where state = 'held';
comment on table epcis_state is 'what became of a captured event';
comment on column epcis_state.state is 'pending: not looked at yet; counted: in stock or the log; kept: changes nothing; held: waits for what is missing; voided: an error declaration takes it back';
comment on column epcis_state.missing is 'identifiers or names of handling units that have to become known';
