-- Whether anything was told of stock since, without reading it again: what is connected has a version, in the row that its component is named after. Whoever writes holds that row
-- already, so versions ascend as they become visible. When two components become one, each had a version raised by what connects them.
--
-- Locks: `stock_carrier` gets a column without being rewritten.

alter table stock_carrier add column version bigint not null default 0;
comment on column stock_carrier.version is 'of all that is connected, in the row that the component is named after: raised whenever anything is told of it, declared void, or declared otherwise';

create function stock_told() returns trigger language plpgsql as $$
begin
    update stock_carrier set version = version + 1 where id in (
        select c.component from told t join stock_carrier c on c.id = t.carrier);
    return null;
end
$$;
create trigger stock_told after insert on stock_event_carrier referencing new table as told for each statement execute function stock_told();
create trigger stock_taken_away after delete on stock_event_carrier referencing old table as told for each statement execute function stock_told();

create function stock_told_otherwise() returns trigger language plpgsql as $$
begin
    update stock_carrier set version = version + 1 where id in (
        select c.component from told t join stock_event_carrier e on e.event_id = t.id join stock_carrier c on c.id = e.carrier);
    return null;
end
$$;
create trigger stock_told_otherwise after update on stock_event referencing new table as told for each statement execute function stock_told_otherwise();

create function stock_declared_otherwise() returns trigger language plpgsql as $$
begin
    update stock_carrier set version = version + 1 where id in (select component from stock_carrier where id = new.id);
    return null;
end
$$;
create trigger stock_declared after insert on handling_unit for each row execute function stock_declared_otherwise();
create trigger stock_declared_otherwise after update on handling_unit for each row
    when ((old.declared_lot, old.declared_quantity) is distinct from (new.declared_lot, new.declared_quantity)) execute function stock_declared_otherwise();
