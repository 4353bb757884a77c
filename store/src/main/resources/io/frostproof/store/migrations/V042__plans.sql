-- Plans for all affected stock, decisions that come of them, and who approved what.
--
-- Locks: `decision`, `decision_item` and `handling_unit` for as long as their checks are read through once (a million rows: some seconds).

create table plan (
    id             uuid primary key,
    number         bigint generated always as identity unique,
    made_at        timestamptz      not null,
    took_s         double precision not null,
    trigger        text             not null,
    digest         text             not null,
    policy_version text             not null,
    currency       text             not null,
    expected_loss  double precision not null,
    loss_if_left   double precision not null,
    lower_bound    double precision not null,
    landed_cost    double precision not null,
    kept           boolean          not null,
    unplannable    jsonb            not null
);
comment on table plan is 'the one with the highest number counts';
comment on column plan.digest is 'of all facts but the time; a plan is made anew when it changes';
comment on column plan.lower_bound is 'no plan at all has an expected loss below it';

alter table decision
    alter column incident_id drop not null,
    add column plan_id          uuid references plan,
    add column from_node        text references node,
    add column to_node          text references node,
    add column lane_id          text references lane,
    add column temperature_class text references temperature_class,
    add column departs_at       timestamptz,
    add column arrives_at       timestamptz,
    add column value_amount     double precision,
    add column value_currency   text,
    add column needs            jsonb,
    add column part_of          uuid references decision,
    add column due_at           timestamptz,
    add column escalated_at     timestamptz,
    add column reverted_at      timestamptz,
    add column reverted_by      text,
    add column revert_reason    text;
alter table decision drop constraint decision_disposition_check;
alter table decision drop constraint decision_state_check;
alter table decision
    add check (disposition in ('quarantine', 'hold', 'release', 'discard', 'transfer', 'reroute')),
    add check (state in ('proposed', 'approved', 'rejected', 'withdrawn', 'reverted')),
    add check ((to_node is not null) = (disposition in ('transfer', 'reroute'))),
    add check (num_nonnulls(incident_id, plan_id) >= 1);
create index decision_plan on decision (plan_id);
create index decision_open on decision (proposed_at) where state = 'proposed';
comment on column decision.needs is 'who has to approve it by the governance rule at the time of the proposal; null: one person who may decide';
comment on column decision.part_of is 'the decision that it was a part of until another part was decided';

create table plan_proposal (
    plan_id           uuid             not null references plan,
    handling_unit_id  text             not null references handling_unit,
    action            text             not null,
    to_node           text,
    lane_id           text,
    temperature_class text,
    departs_at        timestamptz,
    arrives_at        timestamptz,
    soundness         text             not null,
    value             double precision not null,
    spoils            double precision not null,
    expected_loss     double precision not null,
    loss_if_left      double precision not null,
    landed_cost       double precision not null,
    cannot_be_saved   boolean          not null,
    stays_held        boolean          not null,
    detail            jsonb            not null,
    decision_id       uuid references decision,
    primary key (plan_id, handling_unit_id)
);
create index plan_proposal_decision on plan_proposal (decision_id);
create index plan_proposal_handling_unit on plan_proposal (handling_unit_id);
comment on column plan_proposal.detail is 'reasons, alternatives, what would change it, versions of policies';

create table plan_order (
    plan_id       uuid             not null references plan,
    order_id      text             not null references customer_order on delete cascade,
    origin        text,
    lane_id       text,
    arrives_at    timestamptz,
    missed        double precision not null,
    landed_cost   double precision not null,
    expected_loss double precision not null,
    new_origin    boolean          not null,
    detail        jsonb            not null,
    primary key (plan_id, order_id)
);

create table decision_approval (
    decision_id uuid        not null references decision,
    purpose     text        not null check (purpose in ('approve', 'revert')),
    by          text        not null,
    role        text        not null,
    at          timestamptz not null,
    reason      text,
    primary key (decision_id, purpose, by)
);
comment on table decision_approval is 'who said yes to it, or to taking it back; the last one completes it. One person counts once';

alter table decision_item
    add column value              double precision,
    add column before_disposition text,
    add column before_held_by     uuid references decision;
comment on column decision_item.value is 'in the currency of the decision; null: not known';
comment on column decision_item.before_disposition is 'of the handling unit when the decision was completed; null: it was not, or changed nothing';

-- What shows of a decision or a plan has changed, though no row of it has.
create function decision_approved() returns trigger language plpgsql as $$
begin
    perform note_change('decision', new.decision_id::text, null);
    return null;
end
$$;
create trigger decision_approval_added after insert on decision_approval for each row execute function decision_approved();

alter table handling_unit drop constraint handling_unit_disposition_check;
alter table handling_unit
    add check (disposition in ('available', 'held', 'quarantined', 'discarded')),
    add column held_by uuid references decision;
create index handling_unit_held_by on handling_unit (held_by) where held_by is not null;
comment on column handling_unit.held_by is 'decision that says so; null: available, or from before there were plans';
update handling_unit h set held_by = (select d.id from decision_item x join decision d on d.id = x.decision_id
                                      where x.handling_unit_id = h.id and d.state = 'approved' order by d.decided_at desc limit 1)
where h.disposition <> 'available';

create function plan_made() returns trigger language plpgsql as $$
begin
    perform note_change('plan', new.id::text, null);
    return null;
end
$$;
create trigger plan_added after insert on plan for each row execute function plan_made();
