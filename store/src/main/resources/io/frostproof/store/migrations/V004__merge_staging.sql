-- Merges reading_staging into the log. Says per channel how many rows were new, repeated or in conflict, and from which event
-- time on the readings of the channel are different from before (null: they are not).
--
-- For one key the set of distinct values, each with the highest (boot, seq) that claimed it, decides everything; so the result
-- does not depend on the order of arrival.
--
-- Two shapes are there for compressed chunks of TimescaleDB, and cost little elsewhere. The log is looked up once, by channel and
-- day: a join would be planned as a scan of the whole log. And its rows are changed by inserts that always conflict, which unpack
-- the segments of their keys: an update with a join unpacks every compressed chunk there is.
create function merge_staging()
    returns table (channel_id integer, inserted bigint, repeated bigint, conflicting bigint, changed_from timestamptz)
    language plpgsql as $$
#variable_conflict use_column
begin
    create temporary table if not exists reading_merge (
        channel_id integer, time timestamptz, rows bigint, fresh boolean, changed boolean, conflicts bigint
    ) on commit delete rows;
    delete from reading_merge;
    create temporary table if not exists reading_known (
        channel_id integer, time timestamptz, value double precision, quality smallint, received_at timestamptz, boot bigint,
        seq bigint, batch_id bigint
    ) on commit delete rows;
    delete from reading_known;

    insert into reading_merge
    select s.channel_id, s.time, count(*), false, false, 0 from reading_staging s group by s.channel_id, s.time;

    -- 1. Keys that are new: the best staged row becomes the reading.
    with fresh as (
        insert into reading (channel_id, time, value, quality, received_at, boot, seq, batch_id)
        select distinct on (s.channel_id, s.time)
               s.channel_id, s.time, s.value, s.quality, s.received_at, s.boot, s.seq, s.batch_id
        from reading_staging s
        order by s.channel_id, s.time, s.boot desc, s.seq desc, s.value desc
        on conflict (channel_id, time) do nothing
        returning channel_id, time)
    update reading_merge m set fresh = true, changed = true
    from fresh f where f.channel_id = m.channel_id and f.time = m.time;

    -- The readings of all other staged rows: keys that were there before, that several staged rows share, or that have contenders.
    insert into reading_known
    select k.channel_id, k.time, k.value, k.quality, k.received_at, k.boot, k.seq, k.batch_id
    from (select m.channel_id, min(m.time) as from_time, max(m.time) as to_time
          from reading_merge m
          where not m.fresh or m.rows > 1
             or exists (select from reading_conflict c where c.channel_id = m.channel_id and c.time = m.time)
          group by m.channel_id, date_bin('1 day', m.time, timestamptz 'epoch')) d
    cross join lateral (select * from reading r
                        where r.channel_id = d.channel_id and r.time between d.from_time and d.to_time
                        offset 0) k
    join reading_merge m on m.channel_id = k.channel_id and m.time = k.time;

    -- 2. The value that is the reading already, claimed again by a later message.
    with claims as (
        update reading_known k set boot = s.boot, seq = s.seq
        from (select distinct on (channel_id, time, value) * from reading_staging
              order by channel_id, time, value, boot desc, seq desc) s
        where k.channel_id = s.channel_id and k.time = s.time and k.value = s.value and (s.boot, s.seq) > (k.boot, k.seq)
        returning k.channel_id, k.time, k.value, k.quality, k.received_at, k.boot, k.seq, k.batch_id)
    insert into reading as r (channel_id, time, value, quality, received_at, boot, seq, batch_id)
    select * from claims
    on conflict (channel_id, time) do update set boot = excluded.boot, seq = excluded.seq
        where r.value = excluded.value and (excluded.boot, excluded.seq) > (r.boot, r.seq);

    -- 3. Every other value is a contender, kept with the highest (boot, seq) that claimed it.
    with contenders as (
        insert into reading_conflict as c (channel_id, time, value, quality, received_at, boot, seq, batch_id)
        select distinct on (s.channel_id, s.time, s.value)
               s.channel_id, s.time, s.value, s.quality, s.received_at, s.boot, s.seq, s.batch_id
        from reading_staging s join reading_known r on r.channel_id = s.channel_id and r.time = s.time
        where r.value <> s.value
        order by s.channel_id, s.time, s.value, s.boot desc, s.seq desc
        on conflict (channel_id, time, value) do update set boot = excluded.boot, seq = excluded.seq
            where (excluded.boot, excluded.seq) > (c.boot, c.seq)
        returning c.channel_id, c.time, xmax = 0 as is_new)
    update reading_merge m set conflicts = n.conflicts
    from (select channel_id, time, count(*) filter (where is_new) as conflicts from contenders group by channel_id, time) n
    where n.channel_id = m.channel_id and n.time = m.time;

    -- 4. A contender that is better than the reading changes places with it.
    with best as (
        select distinct on (c.channel_id, c.time) c.*
        from reading_conflict c join reading_merge m on m.channel_id = c.channel_id and m.time = c.time
        order by c.channel_id, c.time, c.boot desc, c.seq desc, c.value desc),
    swap as (
        select b.*, r.value as old_value, r.quality as old_quality, r.received_at as old_received_at, r.boot as old_boot,
               r.seq as old_seq, r.batch_id as old_batch_id
        from best b join reading_known r on r.channel_id = b.channel_id and r.time = b.time
        where (b.boot, b.seq, b.value) > (r.boot, r.seq, r.value)),
    promoted as (
        insert into reading as r (channel_id, time, value, quality, received_at, boot, seq, batch_id)
        select s.channel_id, s.time, s.value, s.quality, s.received_at, s.boot, s.seq, s.batch_id from swap s
        on conflict (channel_id, time) do update
            set value = excluded.value, quality = excluded.quality, received_at = excluded.received_at, boot = excluded.boot,
                seq = excluded.seq, batch_id = excluded.batch_id
        returning r.channel_id, r.time),
    demoted as (
        update reading_conflict c
        set value = s.old_value, quality = s.old_quality, received_at = s.old_received_at, boot = s.old_boot, seq = s.old_seq,
            batch_id = s.old_batch_id
        from swap s where c.channel_id = s.channel_id and c.time = s.time and c.value = s.value)
    update reading_merge m set changed = true from promoted p where p.channel_id = m.channel_id and p.time = m.time;

    return query
    select m.channel_id, count(*) filter (where m.fresh),
           coalesce(sum(m.rows - m.conflicts) - count(*) filter (where m.fresh), 0)::bigint,
           coalesce(sum(m.conflicts), 0)::bigint,
           min(m.time) filter (where m.changed)
    from reading_merge m group by m.channel_id;
end
$$;
