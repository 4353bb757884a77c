-- The log: what was received, and what the conditions of each channel made of it. The table `reading` is in the flavour.

-- One row per start of a server; its number is the upper half of the batch numbers of that run.
create table server_run (
    id         integer generated always as identity primary key,
    started_at timestamptz not null default now(),
    host       text        not null
);

-- One row per transaction A. A server that lost its connection during the commit asks here whether it happened.
create table batch (
    id           bigint primary key,
    committed_at timestamptz not null default now(),
    messages     integer     not null,
    readings     integer     not null
);

-- Readings that lost their key (channel, time) to another value. The winner does not depend on the order of arrival: highest
-- (boot, seq), then highest value. One row per distinct losing value, with the highest (boot, seq) that claimed it.
create table reading_conflict (
    channel_id  integer          not null,
    time        timestamptz      not null,
    value       double precision not null,
    quality     smallint         not null,
    received_at timestamptz      not null,
    boot        bigint           not null,
    seq         bigint           not null,
    batch_id    bigint           not null,
    primary key (channel_id, time, value)
);

-- Readings from impossible times: kept apart for review, out of the partitions of the log.
create table reading_suspect (
    id          bigint generated always as identity primary key,
    channel_id  integer          not null,
    time        timestamptz      not null,
    value       double precision not null,
    received_at timestamptz      not null,
    boot        bigint           not null,
    seq         bigint           not null,
    reason      text             not null,
    state       text             not null default 'pending' check (state in ('pending', 'promoted', 'discarded')),
    unique (channel_id, time, value, boot, seq)
);

-- Input that could not be used, whole and with the reason. The same payload again only counts up.
create table dead_letter (
    id               bigint generated always as identity primary key,
    source           text        not null,
    topic            text        not null,
    payload          bytea       not null,
    payload_sha256   bytea       not null,
    payload_bytes    bigint      not null,
    reason           text        not null,
    detail           text        not null,
    first_received_at timestamptz not null,
    last_received_at timestamptz not null,
    occurrences      bigint      not null default 1,
    state            text        not null default 'pending' check (state in ('pending', 'replayed', 'discarded')),
    unique (topic, payload_sha256, reason)
);
comment on column dead_letter.payload is 'the first MiB of the payload; payload_bytes and payload_sha256 are of the whole';

create table transition (
    channel_id integer          not null,
    slot       text             not null,
    time       timestamptz      not null,
    ordinal    smallint         not null,
    kind       text             not null,
    level      text,
    unit_id    text             not null,
    since      timestamptz      not null,
    worst      double precision not null,
    batch_id   bigint           not null,
    decided_at timestamptz      not null,
    primary key (channel_id, slot, time, ordinal)
);
comment on column transition.ordinal is 'order of transitions of one slot at one instant';

-- State of a channel's conditions after all its readings up to `time`; where a restart or a re-evaluation begins.
create table channel_snapshot (
    channel_id integer     not null,
    time       timestamptz not null,
    state      bytea       not null,
    primary key (channel_id, time)
);

-- Channels with readings that came too late for their conditions: all from `from_time` on has to be evaluated again.
create table channel_dirty (
    channel_id integer primary key,
    from_time  timestamptz not null
);

-- Work for the desks: the transitions of a channel have changed from `from_time` on. Taken out by the transaction that acts on
-- it, so neither a crash nor the order in which lanes commit can skip one.
create table desk_queue (
    id         bigint generated always as identity primary key,
    region_id  text        not null,
    channel_id integer     not null,
    from_time  timestamptz not null,
    batch_id   bigint      not null
);
create index desk_queue_region on desk_queue (region_id, id);

-- Rows on their way into `reading` whose key may exist already. Temporary per session; this function makes it when needed.
create function prepare_staging() returns void language sql as $$
    create temporary table if not exists reading_staging (
        channel_id  integer          not null,
        time        timestamptz      not null,
        value       double precision not null,
        quality     smallint         not null,
        received_at timestamptz      not null,
        boot        bigint           not null,
        seq         bigint           not null,
        batch_id    bigint           not null
    ) on commit delete rows;
$$;
