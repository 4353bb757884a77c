-- Commands to devices because of decisions, actions that nobody confirms, and discards that need no more looking at.
--
-- Locks: `action` and `decision` get a column without being rewritten; their rows that are sent, or discards that are over, are updated once. Indexes are
-- built while writes wait, for as long as it takes to read the table once; both tables are small beside readings.

alter table action add column overdue_at timestamptz;
update action set overdue_at = sent_at + interval '30 minutes' where state = 'sent';
comment on column action.overdue_at is 'when it has been with the receiver for too long without being confirmed; null: it was never sent';
-- What was last asked of a device.
create index action_signal on action (target, number) where kind = 'mqtt';

alter table decision add column goods_gone_at timestamptz;
comment on column decision.goods_gone_at is 'of a discard: when all of its goods had left the network, and receivers were told; null: not yet';
update decision d set goods_gone_at = now()
where d.disposition = 'discard' and d.state = 'approved'
  and not exists (select from decision_item x where x.decision_id = d.id
                  and not exists (select from action a where a.key = 'decision/' || d.id || '/epcis/own/destroyed-' || x.handling_unit_id));
-- What is looked at every five seconds.
create index decision_discard_open on decision (decided_at) where disposition = 'discard' and state = 'approved' and goods_gone_at is null;
