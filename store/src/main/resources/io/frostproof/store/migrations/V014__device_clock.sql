-- When each start of a device without a clock was. Written with the first readings of that boot and never changed, so that a
-- message that comes again means the same times.
create table device_boot (
    device_id text        not null,
    boot      bigint      not null,
    began_at  timestamptz not null,
    primary key (device_id, boot)
);

-- A suspect reading keeps what its device said of it.
alter table reading_suspect add column quality smallint not null default 0;
