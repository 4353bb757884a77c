-- What the outside is told because of decisions, and what became of it.
--
-- Locks: new tables only.

create table action (
    id              uuid primary key,
    number          bigint generated always as identity unique,
    key             text        not null unique,
    decision_id     uuid        not null references decision,
    kind            text        not null check (kind in ('webhook', 'epcis', 'email', 'mqtt')),
    target          text        not null,
    payload         jsonb       not null,
    state           text        not null default 'waiting' check (state in ('waiting', 'sent', 'confirmed', 'dead')),
    attempts        integer     not null default 0,
    created_at      timestamptz not null,
    next_attempt_at timestamptz not null,
    sent_at         timestamptz,
    confirmed_at    timestamptz,
    confirmed_by    text,
    detail          text
);
create index action_due on action (kind, target, next_attempt_at, number) where state = 'waiting';
create index action_decision on action (decision_id);
create index action_state on action (state, number desc);
comment on column action.key is 'the same however often it is sent';
comment on column action.state is 'waiting: to be sent; sent: the receiver has it; confirmed: it is done; dead: given up';
comment on column action.detail is 'what the last attempt or the confirmation said';

create table action_attempt (
    action_id uuid             not null references action,
    attempt   integer          not null,
    at        timestamptz      not null,
    took_s    double precision not null,
    outcome   text             not null check (outcome in ('sent', 'failed', 'dead')),
    detail    text             not null,
    primary key (action_id, attempt)
);
