-- What telling the outside takes beyond V043: content in its order, what receivers call it, and devices that can lock and sound.
--
-- Locks: `action` is rewritten; nothing is in it before this version. `device_state` gets a column without being rewritten; `device_command` is
-- locked while its check is read through once.

-- jsonb forgets the order of members, and the same has to be sent byte by byte however often.
alter table action alter column payload type json using payload::json;
alter table action
    add column attempts_before integer not null default 0,
    add column receipt         text;
comment on column action.attempts_before is 'attempts before somebody last had it sent again; they do not count towards the limit';
comment on column action.receipt is 'what it is to the receiver: address of a capture job, id of a command; null: it said none';
create index action_sent on action (kind, number) where state = 'sent';
create index action_dead on action (number) where state = 'dead';

alter table device_state add column abilities text[] not null default '{}';
comment on column device_state.abilities is 'commands beyond identify, backlog and status that it says it can carry out';
alter table device_command drop constraint device_command_task_check;
alter table device_command add check (task in ('identify', 'backlog', 'status', 'lock', 'buzzer'));
