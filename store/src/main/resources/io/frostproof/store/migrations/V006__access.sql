-- Who may use the API. Passwords and tokens are kept as hashes only.

create table app_user (
    name          text primary key,
    password_hash text        not null,
    role          text        not null check (role in ('administrator', 'operator', 'viewer')),
    created_at    timestamptz not null default now()
);

create table api_token (
    token_sha256 bytea primary key,
    user_name    text        not null references app_user on delete cascade,
    created_at   timestamptz not null,
    expires_at   timestamptz not null
);
