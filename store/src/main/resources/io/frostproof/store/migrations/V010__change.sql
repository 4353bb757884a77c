-- The feed of changes: what pages and programs follow to know that they have to look again. Whoever changes something (desk, API, a
-- statement typed by hand), a trigger notes it.
--
-- Why two tables: a reader resumes after the last id that it has seen, so a smaller id must never appear later. An identity column
-- cannot promise that: transaction 1 takes id 7, transaction 2 takes id 8 and commits first; a reader that has seen 8 would never see 7.
-- So triggers only leave a note in change_pending, whose ids mean nothing to readers, and one writer at a time moves notes that are
-- committed to `change`, giving out ids from the one row of change_feed. Its lock is held until the commit, so ids appear in the order
-- of their numbers and without gaps. A note that commits late is moved late: it gets a later id and is skipped by nobody.

create table change_pending (
    id        bigint generated always as identity primary key,
    type      text        not null,
    ref       text,
    unit_id   text,
    node_id   text,
    region_id text,
    at        timestamptz not null default clock_timestamp()
);
comment on table change_pending is 'notes of changes that have no place in the feed yet';

create table change (
    id        bigint primary key,
    type      text        not null,
    ref       text,
    unit_id   text,
    node_id   text,
    region_id text,
    at        timestamptz not null
);
create index change_at on change (at);
comment on table change is 'the feed, kept for a week; of notes about the same thing that were moved together only the last is here';
comment on column change.ref is 'id of what has changed; null: look at all of that type';
comment on column change.at is 'server time at which it was noted';

create table change_feed (
    only_row   boolean primary key default true check (only_row),
    last_id    bigint not null,
    removed_to bigint not null
);
insert into change_feed (last_id, removed_to) values (0, 0);
comment on column change_feed.last_id is 'the newest id of the feed';
comment on column change_feed.removed_to is 'no id up to this one can be asked for any more';

create function note_change(what text, which text, changed_unit text) returns void language sql as $$
    insert into change_pending (type, ref, unit_id, node_id, region_id)
    select what, which, u.id, u.node_id, n.region_id
    from (values (1)) one left join unit u on u.id = changed_unit left join node n on n.id = u.node_id;
$$;

create function incident_changed() returns trigger language plpgsql as $$
begin
    perform note_change('incident', new.id::text, new.unit_id);
    return null;
end
$$;
create trigger incident_added after insert on incident for each row execute function incident_changed();
create trigger incident_moved after update on incident for each row when (old is distinct from new) execute function incident_changed();

-- The worst value and the end of its excursions are part of what an incident shows.
create function excursion_changed() returns trigger language plpgsql as $$
begin
    perform note_change('incident', new.incident_id::text, new.unit_id);
    return null;
end
$$;
create trigger excursion_moved after update on excursion for each row
    when ((old.level, old.started_at, old.ended_at, old.worst_value, old.unknown_since, old.incident_id)
          is distinct from (new.level, new.started_at, new.ended_at, new.worst_value, new.unknown_since, new.incident_id))
    execute function excursion_changed();

create function decision_changed() returns trigger language plpgsql as $$
begin
    perform note_change('decision', new.id::text, (select i.unit_id from incident i where i.id = new.incident_id));
    return null;
end
$$;
create trigger decision_added after insert on decision for each row execute function decision_changed();
create trigger decision_moved after update on decision for each row when (old is distinct from new) execute function decision_changed();

create function disposition_changed() returns trigger language plpgsql as $$
begin
    perform note_change('stock', new.id, (select m.to_unit_id from movement m where m.handling_unit_id = new.id
                                          order by m.time desc limit 1));
    return null;
end
$$;
create trigger disposition_moved after update on handling_unit for each row
    when (old.disposition is distinct from new.disposition) execute function disposition_changed();

-- An import of a network says once, at its end, that the network has changed; while it runs, frostproof.importing is on.
create function movement_changed() returns trigger language plpgsql as $$
declare
    came_from text;
begin
    if current_setting('frostproof.importing', true) = 'on' then
        return null;
    end if;
    select m.to_unit_id into came_from from movement m
    where m.handling_unit_id = new.handling_unit_id and m.time < new.time order by m.time desc limit 1;
    perform note_change('movement', new.handling_unit_id, new.to_unit_id);
    if came_from is not null and came_from is distinct from new.to_unit_id then
        perform note_change('movement', new.handling_unit_id, came_from);
    end if;
    return null;
end
$$;
create trigger movement_added after insert on movement for each row execute function movement_changed();
-- `until` follows from the next movement, which tells about itself.
create trigger movement_corrected after update on movement for each row
    when ((old.handling_unit_id, old.time, old.to_unit_id) is distinct from (new.handling_unit_id, new.time, new.to_unit_id))
    execute function movement_changed();

create function notice_changed() returns trigger language plpgsql as $$
begin
    perform note_change('notice', new.id::text, new.notice ->> 'unitId');
    return null;
end
$$;
create trigger notice_added after insert on outbox for each row execute function notice_changed();
create trigger notice_moved after update on outbox for each row when (old.state is distinct from new.state) execute function notice_changed();

-- What was set apart may come in floods. A note says only that there is something, and one that is still waiting says it for all.
create function set_apart() returns trigger language plpgsql as $$
begin
    if not exists (select from change_pending p where p.type = tg_argv[0] and p.ref is null) then
        perform note_change(tg_argv[0], null, null);
    end if;
    return null;
end
$$;
create function set_apart_decided() returns trigger language plpgsql as $$
begin
    perform note_change(tg_argv[0], new.id::text, null);
    return null;
end
$$;
-- Also fires when the insert only counts one up.
create trigger dead_letter_came after insert on dead_letter for each statement execute function set_apart('dead_letter');
create trigger dead_letter_decided after update on dead_letter for each row
    when (old.state = 'pending' and new.state <> 'pending') execute function set_apart_decided('dead_letter');
create trigger reading_suspect_came after insert on reading_suspect for each statement execute function set_apart('suspect_reading');
create trigger reading_suspect_decided after update on reading_suspect for each row
    when (old.state = 'pending' and new.state <> 'pending') execute function set_apart_decided('suspect_reading');

create function network_changed() returns trigger language plpgsql as $$
begin
    perform note_change('network', null, null);
    return null;
end
$$;
create trigger network_version_moved after update on network_version for each statement execute function network_changed();
