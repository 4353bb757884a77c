-- Where goods were while they had another name: what a part, a merged whole or what was made brings along. So the desk finds the part that was split off in the middle of an
-- excursion and brought away, and its time on a dock counts on.
--
-- Locks: none beside the new table's. It is filled by the first start afterwards, from the events on record.

create table past_stay (
    handling_unit_id text        not null references handling_unit on delete cascade,
    strand           integer     not null check (strand >= 0),
    from_time        timestamptz not null,
    until            timestamptz not null,
    unit_id          text        not null references unit,
    called           text        not null,
    names            text[]      not null,
    primary key (handling_unit_id, strand, from_time),
    check (until > from_time)
);
create index past_stay_unit on past_stay (unit_id, until, from_time);
create index past_stay_called on past_stay (called, until);
comment on table past_stay is 'where goods were that once had another name, with their time under the name they have now; follows from stock_event, written by the projection of events';
comment on column past_stay.strand is 'which of the pasts of the handling unit';
comment on column past_stay.until is 'infinity: they are still there';
comment on column past_stay.called is 'the handling unit as which they were there';
comment on column past_stay.names is 'all other names that they had then or later';
