-- Readings on TimescaleDB, Apache edition: a hypertable. Chunks of a week hold some tens of millions of rows of a network of
-- a few hundred channels at one reading a minute, and keep the unique index of the newest chunk in memory.
create table reading (
    channel_id  integer          not null,
    time        timestamptz      not null,
    value       double precision not null,
    quality     smallint         not null,
    received_at timestamptz      not null,
    boot        bigint           not null,
    seq         bigint           not null,
    batch_id    bigint           not null
);
select create_hypertable('reading', by_range('time', interval '7 days'), create_default_indexes => false);
create unique index reading_key on reading (channel_id, time);

-- Room for rows from `first` to `last` (inclusive): TimescaleDB makes chunks by itself.
create function make_room_for_readings(first timestamptz, last timestamptz) returns integer language sql as $$
    select 0;
$$;
