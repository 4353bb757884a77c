-- The network as it is configured. Identifiers are the user's own, except for channels: readings are keyed by a small number.

create table region (
    id   text primary key,
    name text not null
);

create table node (
    id        text primary key,
    region_id text not null references region,
    name      text not null,
    kind      text not null,
    time_zone text not null
);

create table storage_profile (
    id               text primary key,
    name             text not null,
    band_min_celsius double precision,
    band_max_celsius double precision,
    source           text  not null,
    conditions       jsonb not null
);

create table unit (
    id         text primary key,
    node_id    text not null references node,
    name       text not null,
    kind       text not null,
    profile_id text references storage_profile
);
create index unit_node on unit (node_id);

create table device (
    id                text primary key,
    node_id           text             not null references node,
    report_interval_s double precision not null
);

create table channel (
    id         integer generated always as identity primary key,
    device_id  text             not null references device,
    name       text             not null,
    quantity   text             not null,
    unit       text             not null,
    max_hold_s double precision not null,
    unique (device_id, name)
);
comment on column channel.unit is 'UCUM code of the values that the device sends; readings are kept in the canonical unit of the quantity';

create table placement (
    channel_id integer     not null references channel,
    unit_id    text        not null references unit,
    valid_from timestamptz not null,
    valid_to   timestamptz,
    primary key (channel_id, valid_from),
    check (valid_to is null or valid_to > valid_from)
);
create index placement_unit on placement (unit_id);

create table product (
    id         text primary key,
    name       text not null,
    profile_id text not null references storage_profile
);

create table lot (
    id         text primary key,
    product_id text not null references product,
    expires    date
);

create table handling_unit (
    id            text primary key,
    lot_id        text    not null references lot,
    quantity      numeric not null check (quantity > 0),
    quantity_unit text    not null,
    disposition   text    not null default 'available' check (disposition in ('available', 'quarantined'))
);

create table movement (
    handling_unit_id text        not null references handling_unit,
    time             timestamptz not null,
    to_unit_id       text references unit,
    recorded_at      timestamptz not null default now(),
    primary key (handling_unit_id, time)
);
create index movement_to_unit on movement (to_unit_id, time);
comment on column movement.to_unit_id is 'null: the handling unit left the network';

-- Where each handling unit was from when until when: every movement lasts until the next one.
create view stay as
select m.handling_unit_id, m.to_unit_id as unit_id, m.time as from_time,
       (select min(n.time) from movement n where n.handling_unit_id = m.handling_unit_id and n.time > m.time) as to_time
from movement m
where m.to_unit_id is not null;

-- Counts changes of the network, so that a running server can see that it has to look again.
create table network_version (
    only_row boolean primary key default true check (only_row),
    version  bigint not null
);
insert into network_version (version) values (0);
