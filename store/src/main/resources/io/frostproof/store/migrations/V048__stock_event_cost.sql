-- What it costs to record stock events, again (V035): a foreign key looks the other row up and locks it, once for each row that is written, and a receipt had four of them, a
-- move two. The same is promised by checks that cost once for each statement, or nothing for what the program has just looked up in the same transaction:
--   stock_event.lot, stock_event.place: looked up once for each lot and place that a statement names;
--   handling_unit.lot_id, movement.handling_unit_id: the projection of events takes the lot from an event or a declaration, which are checked, and writes movements of
--   handling units that it has locked or put in. What anybody else writes (an import, a statement typed by hand) is looked up.
-- The other way round: a lot, unit or handling unit that one of these names cannot be deleted. The program never does; whoever does it by hand waits for those
-- who record events, who hold the lock of imports together.
--
-- And the version of a component (V038). A handling unit that the projection puts in is not declared, and the events that made it have raised the version already: each cost another
-- update of its row. What raises it for events found the rows by a join, for which all of stock_carrier was read with each batch; now it looks each of them up. Pages of that table keep room, so that
-- a new version of a row needs no new entries in its indexes.
--
-- Locks: these tables for a moment. No table is rewritten or read.

alter table stock_event
    drop constraint stock_event_lot_fkey,
    drop constraint stock_event_place_fkey;
alter table handling_unit drop constraint handling_unit_lot_id_fkey;
alter table movement drop constraint movement_handling_unit_id_fkey;
comment on column stock_event.lot is 'a lot; checked by stock_event_refers';
comment on column stock_event.place is 'a unit; checked by stock_event_refers';
comment on column handling_unit.lot_id is 'a lot; checked by handling_unit_refers';
comment on column movement.handling_unit_id is 'a handling unit; checked by movement_refers';

-- Subqueries that have to be asked once for each name: joins would be planned for the tables as they were when the connection was new.
create function stock_event_refers() returns trigger language plpgsql as $$
declare
    missing text;
begin
    select 'place "' || t.place || '"' into missing from (select distinct place from told where place is not null) t
    where (select u.id from unit u where u.id = t.place) is null limit 1;
    if missing is null then
        select 'lot "' || t.lot || '"' into missing from (select distinct lot from told where lot is not null) t
        where (select l.id from lot l where l.id = t.lot) is null limit 1;
    end if;
    if missing is not null then
        raise foreign_key_violation using message = 'a stock event names a ' || missing || ', which is not there';
    end if;
    return null;
end
$$;
create trigger stock_event_refers after insert on stock_event referencing new table as told for each statement execute function stock_event_refers();
create trigger stock_event_refers_still after update on stock_event referencing new table as told for each statement execute function stock_event_refers();

create function handling_unit_refers() returns trigger language plpgsql as $$
begin
    if not exists (select from lot l where l.id = new.lot_id) then
        raise foreign_key_violation using message = 'handling unit "' || new.id || '" names a lot "' || new.lot_id || '", which is not there';
    end if;
    return null;
end
$$;
create trigger handling_unit_refers after insert on handling_unit for each row
    when (current_setting('frostproof.projecting', true) is distinct from 'on') execute function handling_unit_refers();
create trigger handling_unit_refers_still after update on handling_unit for each row
    when (old.lot_id <> new.lot_id and current_setting('frostproof.projecting', true) is distinct from 'on') execute function handling_unit_refers();

create function movement_refers() returns trigger language plpgsql as $$
begin
    if not exists (select from handling_unit h where h.id = new.handling_unit_id) then
        raise foreign_key_violation using message = 'a movement names a handling unit "' || new.handling_unit_id || '", which is not there';
    end if;
    return null;
end
$$;
create trigger movement_refers after insert on movement for each row
    when (current_setting('frostproof.projecting', true) is distinct from 'on') execute function movement_refers();

-- Key of the lock: that of imports.
create function stock_waits() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(112641682142316);
    return null;
end
$$;
create trigger stock_waits before delete on lot for each statement execute function stock_waits();
create trigger stock_waits before delete on unit for each statement execute function stock_waits();
create trigger stock_waits before delete on handling_unit for each statement execute function stock_waits();

create function stock_is_named() returns trigger language plpgsql as $$
declare
    named text;
begin
    if tg_table_name = 'lot' then
        select g.id into named from gone g where exists (select from stock_event e where e.lot = g.id)
                                              or exists (select from handling_unit h where h.lot_id = g.id) limit 1;
    elsif tg_table_name = 'unit' then
        select g.id into named from gone g where exists (select from stock_event e where e.place = g.id) limit 1;
    else
        select g.id into named from gone g where exists (select from movement m where m.handling_unit_id = g.id) limit 1;
    end if;
    if named is not null then
        raise foreign_key_violation using message = tg_table_name || ' "' || named || '" is still named by what is on record of stock';
    end if;
    return null;
end
$$;
create trigger stock_is_named after delete on lot referencing old table as gone for each statement execute function stock_is_named();
create trigger stock_is_named after delete on unit referencing old table as gone for each statement execute function stock_is_named();
create trigger stock_is_named after delete on handling_unit referencing old table as gone for each statement execute function stock_is_named();

-- The same for a row that gets another id.
create function stock_keeps_its_id() returns trigger language plpgsql as $$
begin
    raise foreign_key_violation using message = tg_table_name || ' "' || old.id || '": its id does not change; put in another one';
end
$$;
create trigger stock_keeps_its_id before update on lot for each row when (old.id <> new.id) execute function stock_keeps_its_id();
create trigger stock_keeps_its_id before update on unit for each row when (old.id <> new.id) execute function stock_keeps_its_id();
create trigger stock_keeps_its_id before update on handling_unit for each row when (old.id <> new.id) execute function stock_keeps_its_id();

drop trigger stock_declared on handling_unit;
create trigger stock_declared after insert on handling_unit for each row
    when (new.declared_quantity is not null) execute function stock_declared_otherwise();

create or replace function stock_told() returns trigger language plpgsql as $$
begin
    update stock_carrier set version = version + 1 where id = any (array(
        select (select c.component from stock_carrier c where c.id = t.carrier) from (select distinct carrier from told) t));
    return null;
end
$$;
alter table stock_carrier set (fillfactor = 70);

-- Nearly no event is pending, but statistics may be taken while many are. Then the planner looks for those that are by reading the others, in the order of the table or of its key. Without
-- statistics it takes the indexes of those that are.
alter table epcis_state alter column state set statistics 0;
