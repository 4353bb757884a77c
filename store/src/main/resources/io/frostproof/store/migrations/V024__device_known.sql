-- What the desk knows of devices themselves, and no channel measures: batteries by status, and clocks that are off.
--
-- Locks: only a new table.

create table device_known (
    device_id text             not null references device,
    topic     text             not null check (topic in ('battery', 'clock')),
    at        timestamptz      not null,
    until_at  timestamptz      not null check (until_at >= at),
    value     double precision not null,
    primary key (device_id, topic, at)
);
create index device_known_until on device_known (until_at);
comment on table device_known is 'one row for as long as the same was known of a device; times are the server''s';
comment on column device_known.topic is 'battery: charge in percent, as statuses said it; clock: seconds that it was off, as times that cannot be true showed it';
comment on column device_known.until_at is 'when the same was last said';
comment on column device_known.value is '0 of a clock: a reading showed that it was right again';

-- What devices have said of their batteries so far.
insert into device_known (device_id, topic, at, until_at, value)
select device_id, 'battery', heard_at, heard_at, battery from device_state where battery is not null;
