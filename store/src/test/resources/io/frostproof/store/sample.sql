-- A small network with an incident, for tests that read. Clock of the story: 2026-11-21T12:00:00Z.
insert into region values ('north', 'North');
insert into node values ('n1', 'north', 'Dock One', 'cold_store', 'Europe/Vienna');
insert into storage_profile values ('chilled', 'Chilled food', 2, 8, 'test', '[
    {"slot": "too_warm", "level": "critical", "quantity": "temperature", "operator": ">", "threshold": 8, "delay_s": 600, "clear_margin": 0.5}]');
insert into unit values ('lk-1', 'n1', 'Locker 1', 'locker', 'chilled'), ('lk-2', 'n1', 'Locker 2', 'locker', null);
insert into device values ('probe-1', 'n1', 60), ('probe-2', 'n1', 60);
insert into channel (device_id, name, quantity, unit, max_hold_s) values
    ('probe-1', 't1', 'temperature', 'Cel', 120), ('probe-1', 'door', 'door', '1', 7200), ('probe-2', 't1', 'temperature', '[degF]', 120);
insert into placement
select c.id, 'lk-1', '2026-01-01T00:00:00Z', null from channel c where c.device_id = 'probe-1';
-- probe-2 measured locker 1 until 10:30 and locker 2 from then on.
insert into placement
select c.id, 'lk-1', '2026-01-01T00:00:00Z', '2026-11-21T10:30:00Z' from channel c where c.device_id = 'probe-2';
insert into placement
select c.id, 'lk-2', '2026-11-21T10:30:00Z', null from channel c where c.device_id = 'probe-2';

select make_room_for_readings('2026-11-01T00:00:00Z', '2026-11-30T00:00:00Z');
-- probe-1/t1: every minute of 10:00 .. 11:59, but none from 11:00 to 11:29; 10:10 came late.
insert into reading
select c.id, t, 4 + extract(minute from t) / 100.0, 0,
       t + case when t = '2026-11-21T10:10:00Z' then interval '1 hour' else interval '1 second' end, 7, 1, 1
from channel c, generate_series('2026-11-21T10:00:00Z'::timestamptz, '2026-11-21T11:59:00Z', '1 minute') t
where c.device_id = 'probe-1' and c.name = 't1' and not (t >= '2026-11-21T11:00:00Z' and t < '2026-11-21T11:30:00Z');
insert into reading
select c.id, '2026-11-21T09:59:30.000001Z', 0, 1, '2026-11-21T09:59:30.000001Z', -1, -1, 1
from channel c where c.device_id = 'probe-1' and c.name = 'door';
insert into reading
select c.id, t, 5, 0, t, 3, 1, 1
from channel c, generate_series('2026-11-21T10:28:00Z'::timestamptz, '2026-11-21T10:33:00Z', '1 minute') t
where c.device_id = 'probe-2';
-- By hand, so nobody has marked their hours.
select roll_up_again(id, '-infinity', null) from channel;
insert into reading_conflict
select c.id, '2026-11-21T10:05:00Z', 99, 0, '2026-11-21T10:06:00Z', 6, 1, 1 from channel c where c.device_id = 'probe-1' and c.name = 't1';
insert into reading_suspect (channel_id, time, value, received_at, boot, seq, reason)
select c.id, '2199-01-01T00:00:00Z', 4, '2026-11-21T10:07:00Z', 7, 9, 'in the future' from channel c where c.device_id = 'probe-1' and c.name = 't1';
insert into dead_letter (source, topic, payload, payload_sha256, payload_bytes, reason, detail, first_received_at, last_received_at)
values ('mqtt', 'frostproof/1/n1/probe-1/telemetry', '{', sha256('{'), 1, 'malformed', 'offset 1: expected a field', '2026-11-21T10:08:00Z', '2026-11-21T10:08:00Z');

insert into product values ('milk', 'Milk', 'chilled');
insert into lot values ('lot-1', 'milk', '2026-12-01');
insert into handling_unit (id, lot_id, quantity, quantity_unit) values ('hu-1', 'lot-1', 12, 'crate'), ('hu-2', 'lot-1', 2.5, 'kg'), ('hu-3', 'lot-1', 1, 'kg');
insert into movement values ('hu-1', '2026-11-20T00:00:00Z', 'lk-1'), ('hu-2', '2026-11-20T00:00:00Z', 'lk-1'), ('hu-2', '2026-11-21T11:00:00Z', 'lk-2'),
    ('hu-3', '2026-11-20T00:00:00Z', 'lk-1');

insert into incident (id, region_id, unit_id, slot, level, state, started_at, recovered_at, opened_at) values
    ('00000000-0000-0000-0000-0000000000a1', 'north', 'lk-1', 'too_warm', 'critical', 'open', '2026-11-21T10:20:00Z', null, '2026-11-21T10:30:01Z'),
    ('00000000-0000-0000-0000-0000000000a2', 'north', 'lk-2', 'too_warm', 'warning', 'recovered', '2026-11-20T10:20:00Z', '2026-11-20T11:20:00Z', '2026-11-20T10:30:01Z');
insert into excursion select '00000000-0000-0000-0000-0000000000e1', c.id, 'lk-1', 'too_warm', 'critical', '2026-11-21T10:20:00Z', '2026-11-21T10:30:00Z',
    null, 90, null, 9.25, '> 8 °C for 10 min (chilled)', '00000000-0000-0000-0000-0000000000a1', '2026-11-21T10:30:01Z', '2026-11-21T10:30:01Z'
from channel c where c.device_id = 'probe-1' and c.name = 't1';
insert into excursion select '00000000-0000-0000-0000-0000000000e2', c.id, 'lk-2', 'too_warm', 'warning', '2026-11-20T10:20:00Z', '2026-11-20T10:30:00Z',
    '2026-11-20T11:20:00Z', 0, null, 8.5, '> 8 °C for 10 min (chilled)', '00000000-0000-0000-0000-0000000000a2', '2026-11-20T10:30:01Z', '2026-11-20T11:20:01Z'
from channel c where c.device_id = 'probe-2';
insert into exposure values ('00000000-0000-0000-0000-0000000000e1', 'hu-1', '2026-11-21T10:20:00Z', null),
    ('00000000-0000-0000-0000-0000000000e1', 'hu-2', '2026-11-21T10:20:00Z', '2026-11-21T11:00:00Z');
insert into incident_history (incident_id, at, actor, event, detail) values ('00000000-0000-0000-0000-0000000000a1', '2026-11-21T10:30:01Z', 'desk', 'opened', '{}');
insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence) values
    ('00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-0000000000a1', 'quarantine', 'proposed', '2026-11-21T10:30:01Z', 'test-1', '{"unit": "lk-1"}');
insert into decision_item values ('00000000-0000-0000-0000-0000000000d1', 'hu-1'), ('00000000-0000-0000-0000-0000000000d1', 'hu-2');
insert into outbox (key, target, notice, state, attempts, created_at, next_attempt_at) values
    ('incident:a1:opened', 'webhook', '{"kind": "INCIDENT_OPENED", "incidentId": "00000000-0000-0000-0000-0000000000a1", "decisionId": null}', 'waiting', 1,
     '2026-11-21T10:30:01Z', '2026-11-21T10:30:31Z');
insert into outbox_attempt select id, 1, '2026-11-21T10:30:02Z', 0.25, 'failed', 'HTTP 503' from outbox;
