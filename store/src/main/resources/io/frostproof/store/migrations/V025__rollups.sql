-- Roll-ups: what each channel measured in each hour, and which hours have to be rolled up again. docs/roll-ups.md describes them.
--
-- Why no dirty mark is ever taken away too early: whoever changes what an hour says (a batch, people, an import, a statement typed by hand) only
-- appends, in the same transaction, to rollup_news or rollup_range. One worker alone takes rows out of these, before it reads what they are
-- about. What is appended meanwhile is a row of its own and is worked off later.
--
-- Locks: `channel` and `channel_distrust` for a moment, for the triggers. The log is not touched: readings from before are rolled up in the
-- background, some days of a channel at a time.

-- An hour without a row, of which no mark is on its way, was unknown from beginning to end.
create table reading_rollup (
    channel_id   integer          not null,
    hour         timestamptz      not null,
    known_us     bigint           not null check (known_us > 0 and known_us <= 3600000000),
    unknown_us   bigint           not null generated always as (3600000000 - known_us) stored,
    mean         double precision not null,
    min          double precision not null,
    max          double precision not null,
    readings     integer          not null,
    kinetic_rate double precision,
    primary key (channel_id, hour)
);
comment on column reading_rollup.hour is 'begin of the hour, UTC; only hours that have ended have rows';
comment on column reading_rollup.known_us is 'for so long a trusted reading stood in it, in microseconds';
comment on column reading_rollup.mean is 'of the values that stood, each weighted by how long; canonical unit of the quantity, as min and max';
comment on column reading_rollup.min is 'of the values that stood, with that of the last reading before the hour, if it did';
comment on column reading_rollup.readings is 'trusted ones with an event time in the hour';
comment on column reading_rollup.kinetic_rate is
    'temperatures: mean of exp(-10000 K (1/T - 1/293.15 K)), weighted as the mean is; mean kinetic temperatures of longer times are made of it';

-- Which hours a batch has put readings into: pairs by position, each once, or one hour for all channels. Hours are counted since 1970, UTC. One row
-- per batch, written with it.
create table rollup_news (
    id          bigint generated always as identity primary key,
    channel_ids integer[] not null,
    hours       integer[] not null
);
-- Written for each batch and read once: not worth the processor time of compressing.
alter table rollup_news alter column channel_ids set storage external, alter column hours set storage external;

-- The same of all batches so far, with the hours into which their readings can stand. Written by the worker alone.
create table rollup_dirty (
    channel_id integer not null,
    hour       integer not null,
    primary key (channel_id, hour)
);
create index rollup_dirty_hour on rollup_dirty (hour, channel_id);

-- Stretches of a channel to go through from their beginning, since configuration has changed, or nobody has done so yet.
create table rollup_range (
    id         bigint generated always as identity primary key,
    channel_id integer not null,
    from_hour  integer not null,
    to_hour    integer
);
create index rollup_range_channel on rollup_range (channel_id);
comment on column rollup_range.to_hour is 'exclusive; null: to the present';

create function hour_number(at timestamptz) returns integer language sql immutable as $$
    select floor(extract(epoch from greatest(at, timestamptz '0001-01-01 00:00:00Z')) / 3600)::integer;
$$;

-- For whoever changes readings of a channel by hand. To null: to the present.
create function roll_up_again(channel integer, from_time timestamptz, to_time timestamptz) returns void language sql as $$
    insert into rollup_range (channel_id, from_hour, to_hour)
    values (channel, hour_number(from_time), case when isfinite(to_time) then hour_number(to_time) + 1 end);
$$;

create function channel_holds_otherwise() returns trigger language plpgsql as $$
begin
    perform roll_up_again(new.id, '-infinity', null);
    return null;
end
$$;
create trigger channel_holds_otherwise after update on channel for each row
    when ((old.max_hold_s, old.quantity) is distinct from (new.max_hold_s, new.quantity)) execute function channel_holds_otherwise();

create function trust_changed() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.channel_id = new.channel_id and old.from_time = new.from_time then
        -- What is not trusted before either end is trusted by neither.
        perform roll_up_again(new.channel_id, least(coalesce(old.to_time, 'infinity'), coalesce(new.to_time, 'infinity')),
                              greatest(coalesce(old.to_time, 'infinity'), coalesce(new.to_time, 'infinity')));
        return null;
    end if;
    if tg_op <> 'INSERT' then
        perform roll_up_again(old.channel_id, old.from_time, old.to_time);
    end if;
    if tg_op <> 'DELETE' then
        perform roll_up_again(new.channel_id, new.from_time, new.to_time);
    end if;
    return null;
end
$$;
create trigger trust_given_or_taken after insert or delete on channel_distrust for each row execute function trust_changed();
create trigger trust_moved after update on channel_distrust for each row
    when ((old.channel_id, old.from_time, old.to_time) is distinct from (new.channel_id, new.from_time, new.to_time))
    execute function trust_changed();

-- Readings from before.
insert into rollup_range (channel_id, from_hour, to_hour) select id, hour_number('-infinity'), null from channel order by id;
