-- Plans that nobody decided by are not kept for ever: the largest networks plan 10,000 handling units several times a minute.
--
-- Locks: `plan` and `decision` for a moment each; the index reads all decisions once.

alter table plan add column thinned_at timestamptz;
comment on column plan.thinned_at is 'its proposals were removed then; the row stays for the decisions that were proposed by it and withdrawn';
create index plan_whole on plan (made_at) where thinned_at is null;
create index decision_decided on decision (decided_at);
create index decision_approved_at on decision_approval (at);
