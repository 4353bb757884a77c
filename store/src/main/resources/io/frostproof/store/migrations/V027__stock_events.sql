-- What people tell about stock is a fact and stays (stock_event); where stock was follows from all facts about it (movement, quantity, lot).
--
-- Locks: handling_unit and movement for as long as the movements there are become events (a million movements: some ten seconds). The log is not
-- touched.

create table stock_event (
    id            text primary key,
    kind          text        not null check (kind in ('received', 'moved', 'split', 'merged', 'transformed', 'packed', 'unpacked', 'removed')),
    time          timestamptz not null,
    recorded_at   timestamptz not null,
    handling_unit text        not null,
    other         text,
    lot           text references lot,
    quantity      numeric check (quantity > 0),
    quantity_unit text,
    place         text references unit,
    reason        text check (reason in ('shipped', 'consumed', 'returned', 'disposed')),
    source        text        not null,
    told_by       text,
    voided_at     timestamptz,
    voided_by     text,
    void_reason   text,
    check ((voided_at is null) = (void_reason is null))
);
create index stock_event_newest on stock_event (time desc, id collate "C");
comment on table stock_event is 'what happened to stock, as it was told; never changed, but for being declared void';
comment on column stock_event.other is 'the part of a split, what a merge took up, the container of what was packed';
comment on column stock_event.quantity is 'of a removal: null for all that is left';
comment on column stock_event.source is 'api, csv, network file, epcis, upgrade ...';
comment on column stock_event.voided_at is 'server time from which on it counts no more; null while it counts';

-- What a transformation used up and made.
create table stock_event_good (
    event_id      text    not null references stock_event on delete cascade,
    position      integer not null,
    is_output     boolean not null,
    handling_unit text    not null,
    lot           text references lot,
    quantity      numeric check (quantity > 0),
    quantity_unit text,
    primary key (event_id, position)
);

-- Every handling unit and container that an event names. Those that any events connect have the same component, which is the name of one of them; whoever
-- records events about them locks its row. Voiding does not part a component: that costs time, never truth.
create table stock_carrier (
    id        text primary key,
    component text not null
);
create index stock_carrier_component on stock_carrier (component);

-- Which events name it.
create table stock_event_carrier (
    carrier  text not null references stock_carrier,
    event_id text not null references stock_event on delete cascade,
    primary key (carrier, event_id)
);
create index stock_event_carrier_event on stock_event_carrier (event_id);

alter table handling_unit drop constraint handling_unit_quantity_check;
alter table handling_unit
    add check (quantity >= 0),
    add column quantity_known boolean not null default true,
    add column declared_lot text references lot,
    add column declared_quantity numeric check (declared_quantity > 0),
    add check ((declared_lot is null) = (declared_quantity is null));
update handling_unit set declared_lot = lot_id, declared_quantity = quantity;
comment on column handling_unit.quantity is 'what is left of it by the events about it';
comment on column handling_unit.quantity_known is 'false: events are missing or contradict each other, quantity is the last that was told';
comment on column handling_unit.declared_quantity is 'as the network file says it; null when events alone make it';

-- One that is put in by a statement typed by hand is declared.
create function handling_unit_is_declared() returns trigger language plpgsql as $$
begin
    new.declared_lot := new.lot_id;
    new.declared_quantity := new.quantity;
    return new;
end
$$;
create trigger handling_unit_is_declared before insert on handling_unit for each row
    when (new.declared_quantity is null and new.quantity > 0 and current_setting('frostproof.projecting', true) is distinct from 'on')
    execute function handling_unit_is_declared();

insert into stock_event (id, kind, time, recorded_at, handling_unit, place, reason, source)
select 'movement:' || handling_unit_id || ':' || (extract(epoch from time) * 1000000)::bigint,
       case when to_unit_id is null then 'removed' else 'moved' end, time, recorded_at, handling_unit_id, to_unit_id,
       case when to_unit_id is null then 'shipped' end, 'upgrade'
from movement;
insert into stock_carrier (id, component) select distinct handling_unit_id, handling_unit_id from movement;
insert into stock_event_carrier (carrier, event_id) select handling_unit, id from stock_event;

-- Where it is already it cannot come.
delete from movement m using (select handling_unit_id, time, to_unit_id, row_number() over w as n, lag(to_unit_id) over w as before
                              from movement window w as (partition by handling_unit_id order by time)) d
where d.handling_unit_id = m.handling_unit_id and d.time = m.time and d.n > 1 and d.to_unit_id is not distinct from d.before;

-- What left has nothing left. How much came back of it nobody told.
update handling_unit h set quantity = 0
from movement m where m.handling_unit_id = h.id and m.until = 'infinity' and m.to_unit_id is null;
update handling_unit h set quantity_known = false
where h.quantity > 0 and exists (select from movement m where m.handling_unit_id = h.id and m.to_unit_id is null);

comment on table movement is 'where each handling unit was, as it follows from stock_event; written by the projection of events';

-- The projection knows the end of each stay and tells of all changes at once. Whoever else writes a movement (a statement typed by hand) has the triggers
-- do so, and what was written becomes an event, so that the next projection knows it.
drop trigger movement_begins on movement;
create trigger movement_begins before insert on movement for each row
    when (current_setting('frostproof.projecting', true) is distinct from 'on') execute function movement_begins();
drop trigger movement_is_removed on movement;
create trigger movement_is_removed after delete on movement for each row
    when (current_setting('frostproof.projecting', true) is distinct from 'on') execute function movement_is_removed();
drop trigger movement_added on movement;
create trigger movement_added after insert on movement for each row
    when (current_setting('frostproof.projecting', true) is distinct from 'on') execute function movement_changed();
drop trigger movement_corrected on movement;
create trigger movement_corrected after update on movement for each row
    when ((old.handling_unit_id, old.time, old.to_unit_id) is distinct from (new.handling_unit_id, new.time, new.to_unit_id)
          and current_setting('frostproof.projecting', true) is distinct from 'on')
    execute function movement_changed();

create function movement_becomes_event() returns trigger language plpgsql as $$
declare
    event text := 'movement:' || new.handling_unit_id || ':' || (extract(epoch from new.time) * 1000000)::bigint;
begin
    insert into stock_event (id, kind, time, recorded_at, handling_unit, place, reason, source)
    values (event, case when new.to_unit_id is null then 'removed' else 'moved' end, new.time, new.recorded_at, new.handling_unit_id,
            new.to_unit_id, case when new.to_unit_id is null then 'shipped' end, 'by hand')
    on conflict do nothing;
    insert into stock_carrier (id, component) values (new.handling_unit_id, new.handling_unit_id) on conflict do nothing;
    insert into stock_event_carrier (carrier, event_id) values (new.handling_unit_id, event) on conflict do nothing;
    return null;
end
$$;
create trigger movement_becomes_event after insert on movement for each row
    when (current_setting('frostproof.projecting', true) is distinct from 'on') execute function movement_becomes_event();
