-- Which server is active. Whoever takes the place of the active server raises the epoch; every transaction of the active server locks
-- this row in share mode and looks whether the epoch is still its own, so a taker waits for the transactions in flight, and
-- those that come after it change nothing. Locks no other table.
create table server_epoch (
    only_row boolean     primary key default true check (only_row),
    epoch    bigint      not null,
    since    timestamptz not null default now()
);
comment on column server_epoch.epoch is '0: no server has been active yet';
insert into server_epoch (epoch) values (0);
