-- How long handling units may be somewhere, when they are looked at, and breaches as excursions of a handling unit. Records of hand-offs.
--
-- Locks: `excursion` gets columns and a check, which looks at its rows once (thousands); `unit` and `node` get columns. No table is rewritten.

alter table unit add column stage text check (stage in ('storage', 'staging', 'dock', 'hand_off', 'vehicle', 'locker'));
comment on column unit.stage is 'part of the way of goods; null: that of its kind';

create table dwell_rule (
    id             bigint generated always as identity primary key,
    scope          text        not null check (scope in ('network', 'profile', 'product', 'unit')),
    ref            text        not null,
    effective_from timestamptz,
    limits         jsonb       not null,
    source         text        not null,
    recorded_at    timestamptz not null,
    recorded_by    text        not null
);
create unique index dwell_rule_of on dwell_rule (scope, ref, id);
comment on table dwell_rule is 'Appended to, never changed. At an event time the one with the highest id holds whose effective_from is not after it';
comment on column dwell_rule.ref is 'id of a profile, a product or a unit; *: every product';
comment on column dwell_rule.effective_from is 'event time; null: from the beginning';

create table dwell_look (
    region_id        text        not null references region,
    handling_unit_id text        not null references handling_unit,
    due_at           timestamptz not null,
    primary key (region_id, handling_unit_id)
);
create index dwell_look_due on dwell_look (region_id, due_at, handling_unit_id);
create index dwell_look_handling_unit on dwell_look (handling_unit_id);
comment on table dwell_look is 'A handling unit that the region''s desk has to look at; one that is not due costs nothing';
comment on column dwell_look.due_at is 'server time';

alter table excursion alter column channel_id drop not null;
alter table excursion add column handling_unit_id text references handling_unit;
alter table excursion add column dwell_rule bigint references dwell_rule;
alter table excursion add constraint excursion_of_one check ((channel_id is null) <> (handling_unit_id is null));
create unique index excursion_handling_unit on excursion (handling_unit_id, unit_id, slot, started_at) where handling_unit_id is not null;
comment on column excursion.channel_id is 'null: of a handling unit';
comment on column excursion.handling_unit_id is 'null: of a channel';
comment on column excursion.dwell_rule is 'the limits in force at its start that it breaks; null: of a channel, or none is on record';

-- Whoever writes movements, the desks of all regions in which the handling unit was look at it: what is told late may change what is known of any of them.
create function dwell_ask(handling_units text[]) returns void language plpgsql as $$
begin
    if not exists (select from dwell_rule) and not exists (select from node where hand_off_record_s is not null) then
        return;
    end if;
    insert into dwell_look (region_id, handling_unit_id, due_at)
    select distinct n.region_id, m.handling_unit_id, timestamptz 'epoch'
    from movement m join unit u on u.id = m.to_unit_id join node n on n.id = u.node_id
    where m.handling_unit_id = any (handling_units)
    union
    -- Where breaches of it are on record, although it turns out that it never was there.
    select n.region_id, e.handling_unit_id, timestamptz 'epoch'
    from excursion e join unit u on u.id = e.unit_id join node n on n.id = u.node_id
    where e.handling_unit_id = any (handling_units)
    order by 1, 2
    on conflict (region_id, handling_unit_id) do update set due_at = excluded.due_at;
end
$$;
create function dwell_moved() returns trigger language plpgsql as $$
begin
    perform dwell_ask(array(select distinct handling_unit_id from moved));
    return null;
end
$$;
create trigger dwell_movement_added after insert on movement referencing new table as moved
    for each statement execute function dwell_moved();
create trigger dwell_movement_changed after update on movement referencing new table as moved
    for each statement execute function dwell_moved();
create trigger dwell_movement_removed after delete on movement referencing old table as moved
    for each statement execute function dwell_moved();

-- Hand-offs: who gave, who took, when, and how warm it was.
alter table node add column hand_off_record_s double precision check (hand_off_record_s > 0);
alter table node add column hand_off_record_from timestamptz;
comment on column node.hand_off_record_s is 'a hand-off at this node needs a record within so many seconds; null: it needs none';
comment on column node.hand_off_record_from is 'event time from which that is so; null: from the beginning';

create table hand_off (
    handling_unit_id    text        not null references handling_unit,
    time                timestamptz not null,
    from_unit_id        text references unit,
    to_unit_id          text references unit,
    given_by            text        not null,
    taken_by            text        not null,
    temperature_celsius double precision,
    note                text,
    recorded_at         timestamptz not null,
    recorded_by         text        not null,
    primary key (handling_unit_id, time)
);
create index hand_off_newest on hand_off (time desc, handling_unit_id collate "C");
comment on table hand_off is 'Appended to, never changed';
comment on column hand_off.from_unit_id is 'null: not said, or not in the network';

create table hand_off_missing (
    region_id        text        not null references region,
    handling_unit_id text        not null references handling_unit,
    moved_at         timestamptz not null,
    unit_id          text        not null references unit,
    from_unit_id     text references unit,
    to_unit_id       text references unit,
    due_at           timestamptz not null,
    primary key (region_id, handling_unit_id, moved_at)
);
create index hand_off_missing_handling_unit on hand_off_missing (handling_unit_id);
create index hand_off_missing_due on hand_off_missing (due_at, handling_unit_id collate "C");
comment on table hand_off_missing is 'Movements that need a record of the hand-off and have none; kept by the desk of the unit''s region';
comment on column hand_off_missing.unit_id is 'the unit of the node that asks for the record';

create trigger dwell_hand_off_added after insert on hand_off referencing new table as moved
    for each statement execute function dwell_moved();
