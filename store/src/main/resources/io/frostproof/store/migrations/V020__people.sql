-- What people do with incidents: want to hear nothing of one for a while, and say that a probe is not to be trusted.
--
-- Locks: no column here has a default, so no table is rewritten; the index is on a table of people's work, which has thousands of rows.

alter table incident add column snoozed_until timestamptz, add column snoozed_by text, add column snooze_reason text,
    add column cause_code text check (cause_code in ('sensor_died'));
comment on column incident.snoozed_until is 'server time until which nobody wants notices of it; null: they are wanted';
comment on column incident.cause_code is 'a cause that has a meaning for the server; null: only people''s words say why';
create index incident_snoozed on incident (region_id, snoozed_until) where snoozed_until is not null;

-- Dated configuration, as placements are: readings of a channel in [from_time, to_time) are kept as they are and conclude nothing. Rows
-- may overlap; what any of them covers is not trusted.
create table channel_distrust (
    id           bigint generated always as identity primary key,
    channel_id   integer     not null references channel,
    from_time    timestamptz not null,
    to_time      timestamptz,
    reason       text        not null,
    incident_id  uuid references incident,
    recorded_at  timestamptz not null,
    recorded_by  text        not null,
    trusted_at   timestamptz,
    trusted_by   text,
    trust_reason text,
    evaluate_from timestamptz,
    evaluate_version bigint,
    check (to_time is null or to_time >= from_time),
    check ((to_time is null) = (trusted_at is null))
);
create index channel_distrust_channel on channel_distrust (channel_id, from_time);
create index channel_distrust_evaluate on channel_distrust (id) where evaluate_from is not null;
comment on column channel_distrust.evaluate_from is 'event time from which the channel has to be evaluated again, once the server knows this version of the network; null: that is seen to';
comment on column channel_distrust.from_time is 'event time of the first reading that is not trusted';
comment on column channel_distrust.to_time is 'event time from which readings are trusted again; null: not yet. Equal to from_time: it was a mistake';
