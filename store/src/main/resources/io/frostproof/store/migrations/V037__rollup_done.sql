-- What was rolled up when, for whoever keeps in memory what it made of readings (the exposure ledger): an hour of a channel that is neither marked nor
-- in a row here that is newer than what was kept says what it said then.
--
-- One row for each portion of hours, written by the one worker in the transaction that takes the marks away. So in any view of the database a change is either
-- still on its way (rollup_news, rollup_dirty, rollup_range) or in a row here, and ids ascend as rows become visible. Rows of the last day are kept, and the newest one.

create table rollup_done (
    id          bigint generated always as identity primary key,
    done_at     timestamptz not null,
    channel_ids integer[]   not null,
    from_hours  integer[]   not null,
    to_hours    integer[]   not null
);
create index rollup_done_at on rollup_done (done_at);
comment on column rollup_done.to_hours is 'exclusive';
