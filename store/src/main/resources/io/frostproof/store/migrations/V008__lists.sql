-- What lists and the overview are read by.
--
-- Locks: `movement` is rewritten once (a network of 100,000 handling units with ten movements each: some seconds), the indexes are on
-- tables of the network and of stock. The log is not touched.

-- Every movement knows when the next one of its handling unit ends it. The next one used to be looked up for each row of `stay`, so that
-- finding out what is inside of a unit read everything that ever was. A trigger keeps it, whoever writes: the import, the API, or a
-- statement typed by hand.
alter table movement add column until timestamptz not null default 'infinity';
comment on column movement.until is 'time of the next movement of the handling unit, infinity for the last one; kept by a trigger';
update movement m set until = n.until
from (select handling_unit_id, time, lead(time) over (partition by handling_unit_id order by time) as until from movement) n
where n.handling_unit_id = m.handling_unit_id and n.time = m.time and n.until is not null;

create function movement_begins() returns trigger language plpgsql as $$
begin
    -- Two movements of one handling unit at once must see each other.
    perform from handling_unit h where h.id = new.handling_unit_id for no key update;
    new.until := coalesce((select min(m.time) from movement m
                           where m.handling_unit_id = new.handling_unit_id and m.time > new.time), 'infinity');
    update movement m set until = new.time
    where m.handling_unit_id = new.handling_unit_id and m.until <> new.time
      and m.time = (select max(b.time) from movement b where b.handling_unit_id = new.handling_unit_id and b.time < new.time);
    return new;
end
$$;
create trigger movement_begins before insert on movement for each row execute function movement_begins();

create function movement_is_removed() returns trigger language plpgsql as $$
begin
    update movement m
    set until = coalesce((select min(n.time) from movement n
                          where n.handling_unit_id = old.handling_unit_id and n.time > m.time), 'infinity')
    where m.handling_unit_id = old.handling_unit_id
      and m.time = (select max(b.time) from movement b where b.handling_unit_id = old.handling_unit_id and b.time < old.time);
    return null;
end
$$;
create trigger movement_is_removed after delete on movement for each row execute function movement_is_removed();

create function movement_keeps_its_key() returns trigger language plpgsql as $$
begin
    raise exception 'movement of % at %: handling unit and time of a movement do not change; remove it and add another one',
        old.handling_unit_id, old.time;
end
$$;
create trigger movement_keeps_its_key before update on movement for each row
    when (old.handling_unit_id <> new.handling_unit_id or old.time <> new.time) execute function movement_keeps_its_key();

create or replace view stay as
select m.handling_unit_id, m.to_unit_id as unit_id, m.time as from_time, nullif(m.until, 'infinity') as to_time, m.until
from movement m
where m.to_unit_id is not null;

-- Stays in a unit that reach into an interval, and stays that go on now.
create index movement_stay on movement (to_unit_id, until, time);
create index movement_until on movement (until, time) include (to_unit_id);

-- Each list in its order, so that a page costs the same wherever it begins. Texts are ordered byte by byte.
create index movement_newest on movement (time desc, handling_unit_id collate "C");
create index handling_unit_order on handling_unit (id collate "C");
create index lot_order on lot (id collate "C");

create index handling_unit_lot on handling_unit (lot_id);
create index lot_product on lot (product_id);
create index device_node on device (node_id);
create index node_region on node (region_id);
create index decision_item_handling_unit on decision_item (handling_unit_id);

-- What waits for people is little of what there is.
create index decision_waiting on decision (proposed_at desc, id) where state = 'proposed';
create index dead_letter_waiting on dead_letter (id) where state = 'pending';
create index reading_suspect_waiting on reading_suspect (id) where state = 'pending';
