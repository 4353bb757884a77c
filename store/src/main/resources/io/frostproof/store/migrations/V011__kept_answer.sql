-- Answers to requests that carried an Idempotency-Key, for a day: the same request with the same key is done once.

create table kept_answer (
    principal    text        not null,
    key          text        not null,
    request      text        not null,
    body_sha256  bytea       not null,
    status       integer,
    content_type text,
    body         text,
    created_at   timestamptz not null,
    primary key (principal, key)
);

create index on kept_answer (created_at);

comment on column kept_answer.principal is 'name of the user who asked; keys of two users have nothing to do with each other';
comment on column kept_answer.request is 'method and path';
comment on column kept_answer.status is 'null: the request is at work, or the server stopped while it was';
