-- Readings on PostgreSQL without the extension: range partitions of one calendar month, UTC, made when rows for them come.
create table reading (
    channel_id  integer          not null,
    time        timestamptz      not null,
    value       double precision not null,
    quality     smallint         not null,
    received_at timestamptz      not null,
    boot        bigint           not null,
    seq         bigint           not null,
    batch_id    bigint           not null
) partition by range (time);
create unique index reading_key on reading (channel_id, time);

-- Room for rows from `first` to `last` (inclusive). Says how many partitions it made.
create function make_room_for_readings(first timestamptz, last timestamptz) returns integer language plpgsql as $$
declare
    month timestamp := date_trunc('month', first at time zone 'UTC');
    made  integer   := 0;
    name  text;
begin
    while month at time zone 'UTC' <= last loop
        name := 'reading_' || to_char(month, 'YYYY_MM');
        if to_regclass(name) is null then
            -- Two lanes may want the same month.
            perform pg_advisory_xact_lock(hashtext(name));
            if to_regclass(name) is null then
                execute format('create table %I partition of reading for values from (%L) to (%L)', name,
                               month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
                made := made + 1;
            end if;
        end if;
        month := month + interval '1 month';
    end loop;
    return made;
end
$$;
