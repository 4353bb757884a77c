-- An excursion has its levels inside it, and says when it was first critical.
--
-- Locks: `excursion` gets a column without being rewritten; each of its critical rows is updated once.

alter table excursion add column critical_at timestamptz;
comment on column excursion.critical_at is 'event time at which it first held at the level critical; null: never';
update excursion e
set critical_at = coalesce(
    (select min(t.time) from transition t
     where t.channel_id = e.channel_id and t.slot = e.slot and t.level = 'critical' and t.since = e.started_at and t.time >= e.confirmed_at
       and t.time <= coalesce(e.ended_at, 'infinity') and not e.at_desk),
    e.confirmed_at)
where level = 'critical';

-- People are told when what they were told of turns out to be nothing.

alter table incident drop constraint incident_told_check;
alter table incident add constraint incident_told_check check (told in ('nothing', 'open', 'over', 'retracted'));

-- An import marks channels in its own transaction. Whoever works such a mark off has to know the network that the import made: by the rules before
-- all would be concluded as it was, and the mark used up.

alter table channel_dirty add column network_version bigint not null default 0;
comment on column channel_dirty.network_version is 'of the network that an evaluation has to know; 0: any';
