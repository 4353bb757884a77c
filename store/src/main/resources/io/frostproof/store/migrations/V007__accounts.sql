-- Five roles; sessions and API tokens apart; a record of what was changed about accounts. Small tables, locked for milliseconds.

alter table app_user drop constraint app_user_role_check;
alter table app_user add constraint app_user_role_known
    check (role in ('viewer', 'operator', 'qa', 'auditor', 'administrator'));

-- Somebody who has signed in. The token of a cookie's CSRF protection is derived from the session's and not kept.
create table user_session (
    token_sha256 bytea primary key,
    user_name    text        not null references app_user on delete cascade,
    kind         text        not null check (kind in ('bearer', 'cookie')),
    created_at   timestamptz not null,
    expires_at   timestamptz not null
);
create index user_session_user on user_session (user_name);

-- What was called a token before was a session of twelve hours: whoever is signed in stays so.
insert into user_session (token_sha256, user_name, kind, created_at, expires_at)
select token_sha256, user_name, 'bearer', created_at, expires_at from api_token;
drop table api_token;

-- A key for a program: lives up to a year, may do what its scopes and its user's role both allow.
create table api_token (
    id           uuid primary key,
    name         text        not null,
    user_name    text        not null references app_user on delete cascade,
    scopes       text[]      not null check (cardinality(scopes) > 0),
    token_sha256 bytea       not null unique,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz,
    check (expires_at - created_at <= interval '366 days')
);
create index api_token_user on api_token (user_name);
comment on column api_token.last_used_at is 'To the minute, so that reading with a token is seldom a write.';

-- Who changed what about whom; written in the transaction of the change. Users that are gone stay in it, so there are no references.
create table account_event (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    actor   text        not null,
    event   text        not null check (event in ('user_added', 'role_changed', 'password_set', 'password_changed', 'user_removed',
                                                  'token_created', 'token_revoked')),
    subject text        not null,
    detail  jsonb       not null default '{}'
);
comment on column account_event.actor is 'A user''s name, or in parentheses what acted without one, such as (command line).';
comment on column account_event.subject is 'Name of the user the change is about.';
