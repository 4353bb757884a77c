-- How slowly a probe itself follows what it is in, such as a bottle of glycol makes it. It is dated, as rules are: what was concluded before stands.
--
-- Locks: `channel` gets a column with a constant default, which rewrites nothing, and a check that looks at its rows once.

alter table channel add column probe_lag_s double precision not null default 0;
alter table channel add constraint channel_probe_lag_s_check
    check (probe_lag_s >= 0 and probe_lag_s <= 3600 and (probe_lag_s = 0 or quantity = 'temperature'));
comment on column channel.probe_lag_s is 'time constant with which the probe follows what it is in, as the last import said';

create table probe_lag_version (
    id             bigint generated always as identity primary key,
    channel_id     integer          not null references channel,
    effective_from timestamptz,
    probe_lag_s    double precision not null check (probe_lag_s >= 0 and probe_lag_s <= 3600),
    recorded_at    timestamptz      not null,
    recorded_by    text             not null
);
create index probe_lag_version_of on probe_lag_version (channel_id, id);
comment on table probe_lag_version is 'Appended to, never changed; of channels whose lag changed. At an event time the one with the highest id holds whose effective_from is not after it. A channel without any has always had the lag of its own row';
comment on column probe_lag_version.effective_from is 'event time; null: from the beginning';
