-- What devices say of themselves, and what they are asked for.
--
-- Locks: only new tables.

create table device_state (
    device_id      text primary key references device,
    presence       text        not null check (presence in ('online', 'sleeping', 'offline', 'lost')),
    since          timestamptz not null,
    heard_at       timestamptz not null,
    boot           bigint      not null,
    conn           bigint      not null,
    is_binary      boolean     not null,
    seq            bigint,
    clock          text,
    kept           bigint,
    oldest_boot    bigint,
    oldest_seq     bigint,
    lost           bigint,
    config_version bigint,
    report_s       integer,
    sample_s       integer,
    next_due_at    timestamptz,
    model          text,
    firmware       text,
    battery        integer,
    rssi           integer,
    channels       jsonb       not null,
    ignored_at     timestamptz,
    ignored_boot   bigint,
    ignored_conn   bigint
);
comment on table device_state is 'the word of each device, put together from its statuses; null: it has not said it yet';
comment on column device_state.since is 'server time of the last change of presence, boot or connection';
comment on column device_state.heard_at is 'server time of the last status that counted';
comment on column device_state.is_binary is 'form that the device used last, and that it is answered in';
comment on column device_state.seq is 'sequence that its next message will get';
comment on column device_state.kept is 'messages that wait for a receipt';
comment on column device_state.lost is 'messages of this boot that the device forgot without a receipt';
comment on column device_state.rssi is 'dBm';
comment on column device_state.channels is '[{"channel", "unit"}] as the device sends them; unit is a UCUM code or null';
comment on column device_state.ignored_at is 'the newest status that was older than what was known, wills aside, since the last one that counted';

-- Connections, goodbyes and losses, for auditors. Naps are not noted: a device that sleeps between reports connects every few minutes.
create table device_connection (
    id        bigint generated always as identity primary key,
    device_id text        not null references device,
    at        timestamptz not null,
    presence  text        not null,
    boot      bigint      not null,
    conn      bigint      not null
);
create index device_connection_newest on device_connection (device_id, id desc);
create index device_connection_at on device_connection (at);
comment on column device_connection.at is 'server time';

-- `wanted` counts the wishes to send a row and `told` is the wish that the broker has taken: it has to go out while told < wanted. So a
-- wish that comes while an earlier one is on its way is not lost, and a server that is killed anywhere goes on where it was.
create table device_config (
    device_id        text        not null references device,
    version          bigint      not null check (version between 1 and 4294967295),
    report_s         integer     not null check (report_s between 1 and 2678400),
    sample_s         integer     not null check (sample_s between 1 and 2678400),
    channels         jsonb       not null,
    state            text        not null check (state in ('pending', 'sent', 'applied', 'refused', 'superseded')),
    requested_by     text        not null,
    requested_at     timestamptz not null,
    wanted           bigint      not null default 1,
    told             bigint      not null default 0,
    sent_at          timestamptz,
    sends            integer     not null default 0,
    answered_at      timestamptz,
    refused_field    text,
    refused_expected text,
    primary key (device_id, version)
);
create index device_config_due on device_config (requested_at) where told < wanted;
create index device_config_open on device_config (device_id) where state in ('pending', 'sent');
comment on table device_config is 'every configuration that a device was asked to have; the highest version is the one it should have';
comment on column device_config.requested_by is 'name of a user, who may have been removed since';
comment on column device_config.channels is '[{"channel", "unit"}] in which the device is to send';

create table device_command (
    id               text primary key,
    number           bigint generated always as identity,
    device_id        text        not null references device,
    task             text        not null check (task in ('identify', 'backlog', 'status')),
    for_s            integer,
    boot             bigint,
    from_seq         bigint,
    to_seq           bigint,
    state            text        not null check (state in ('pending', 'sent', 'accepted', 'done', 'refused', 'expired')),
    requested_by     text        not null,
    requested_at     timestamptz not null,
    expires_at       timestamptz not null,
    wanted           bigint      not null default 1,
    told             bigint      not null default 0,
    sent_at          timestamptz,
    sends            integer     not null default 0,
    answered_at      timestamptz,
    found            bigint,
    refused_field    text,
    refused_expected text
);
create index device_command_newest on device_command (device_id, number desc);
create index device_command_due on device_command (number) where told < wanted;
create index device_command_open on device_command (device_id) where state in ('pending', 'sent', 'accepted');
create index device_command_expiry on device_command (expires_at) where state in ('pending', 'sent', 'accepted');
comment on column device_command.id is 'what the device knows it by; random, so that a restored database does not give one out again';
comment on column device_command.found is 'messages that a backlog found';

-- The feed of changes, as in V010.
create function device_changed() returns trigger language plpgsql as $$
begin
    insert into change_pending (type, ref, node_id, region_id)
    select 'device', d.id, d.node_id, n.region_id from device d join node n on n.id = d.node_id where d.id = new.device_id;
    return null;
end
$$;
create trigger device_state_added after insert on device_state for each row execute function device_changed();
-- A status that says nothing new is no news.
create trigger device_state_moved after update on device_state for each row
    when ((to_jsonb(old) - 'heard_at' - 'seq') is distinct from (to_jsonb(new) - 'heard_at' - 'seq')) execute function device_changed();
create trigger device_config_added after insert on device_config for each row execute function device_changed();
create trigger device_config_moved after update on device_config for each row
    when ((old.state, old.sends, old.answered_at) is distinct from (new.state, new.sends, new.answered_at)) execute function device_changed();
create trigger device_command_added after insert on device_command for each row execute function device_changed();
create trigger device_command_moved after update on device_command for each row
    when ((old.state, old.sends, old.answered_at) is distinct from (new.state, new.sends, new.answered_at)) execute function device_changed();
