-- What the desk works out of more than one channel, or of a date: when it has to look although no channel has anything to tell.
--
-- Locks: `excursion` gets a column without being rewritten.

create table desk_look (
    unit_id   text        not null references unit,
    slot      text        not null,
    region_id text        not null,
    due_at    timestamptz not null,
    primary key (unit_id, slot)
);
create index desk_look_due on desk_look (region_id, due_at);
comment on table desk_look is 'A slot of a unit that the region''s desk has to look at; one that is not due costs nothing';
comment on column desk_look.slot is '*: all slots that take more than one channel or a date';
comment on column desk_look.due_at is 'server time';

alter table excursion add column at_desk boolean not null default false;
comment on column excursion.at_desk is 'the desk worked it out of more than the transitions of its channel';
