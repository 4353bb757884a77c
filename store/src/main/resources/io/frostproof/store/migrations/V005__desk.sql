-- What the desk makes of transitions: facts (excursion, exposure), work (incident, decision) and notices (outbox).

create table incident (
    id              uuid primary key,
    region_id       text             not null,
    unit_id         text             not null references unit,
    slot            text             not null,
    level           text             not null,
    state           text             not null check (state in ('open', 'acknowledged', 'recovered', 'resolved', 'retracted')),
    started_at      timestamptz      not null,
    recovered_at    timestamptz,
    opened_at       timestamptz      not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    resolved_at     timestamptz,
    resolved_by     text,
    cause           text
);
comment on column incident.started_at is 'event time at which its first excursion began';
comment on column incident.recovered_at is 'event time at which its last excursion ended';
comment on column incident.opened_at is 'server time at which it was found';
-- The promise: at most one open incident per unit and condition slot.
create unique index incident_open on incident (unit_id, slot) where state in ('open', 'acknowledged');
create index incident_opened on incident (opened_at desc, id);

create table excursion (
    id            uuid primary key,
    channel_id    integer          not null references channel,
    unit_id       text             not null references unit,
    slot          text             not null,
    level         text             not null,
    started_at    timestamptz      not null,
    confirmed_at  timestamptz      not null,
    ended_at      timestamptz,
    unknown_s     double precision not null,
    unknown_since timestamptz,
    worst_value   double precision not null,
    rule          text             not null,
    incident_id   uuid             not null references incident,
    found_at      timestamptz      not null,
    decided_at    timestamptz      not null,
    unique (channel_id, slot, started_at)
);
comment on column excursion.found_at is 'server time at which it was first known';
comment on column excursion.decided_at is 'server time at which this row last changed';
create index excursion_unit on excursion (unit_id, started_at desc);
create index excursion_incident on excursion (incident_id);

-- What happened to an incident, in the order in which it became known. Appended to, never changed.
create table incident_history (
    id          bigint generated always as identity primary key,
    incident_id uuid        not null references incident,
    at          timestamptz not null,
    actor       text        not null,
    event       text        not null,
    detail      jsonb       not null
);
create index incident_history_incident on incident_history (incident_id, id);

create table exposure (
    excursion_id     uuid        not null references excursion on delete cascade,
    handling_unit_id text        not null references handling_unit,
    from_time        timestamptz not null,
    to_time          timestamptz,
    primary key (excursion_id, handling_unit_id, from_time)
);
create index exposure_handling_unit on exposure (handling_unit_id);
comment on column exposure.to_time is 'null: both the excursion and the stay go on';

create table decision (
    id             uuid primary key,
    incident_id    uuid        not null references incident,
    disposition    text        not null check (disposition in ('quarantine')),
    state          text        not null check (state in ('proposed', 'approved', 'rejected', 'withdrawn')),
    proposed_at    timestamptz not null,
    policy_version text        not null,
    evidence       jsonb       not null,
    decided_at     timestamptz,
    decided_by     text,
    reason         text
);
create index decision_incident on decision (incident_id);
create index decision_proposed on decision (proposed_at desc, id);

create table decision_item (
    decision_id      uuid not null references decision,
    handling_unit_id text not null references handling_unit,
    primary key (decision_id, handling_unit_id)
);

create table outbox (
    id              bigint generated always as identity primary key,
    key             text        not null,
    target          text        not null,
    notice          jsonb       not null,
    state           text        not null default 'waiting' check (state in ('waiting', 'delivered', 'gave_up')),
    attempts        integer     not null default 0,
    created_at      timestamptz not null,
    next_attempt_at timestamptz not null,
    delivered_at    timestamptz,
    unique (key, target)
);
create index outbox_due on outbox (target, next_attempt_at, id) where state = 'waiting';
create index outbox_incident on outbox ((notice ->> 'incidentId'));

create table outbox_attempt (
    outbox_id bigint           not null references outbox,
    attempt   integer          not null,
    at        timestamptz      not null,
    took_s    double precision not null,
    outcome   text             not null check (outcome in ('delivered', 'failed', 'gave_up')),
    detail    text             not null,
    primary key (outbox_id, attempt)
);
