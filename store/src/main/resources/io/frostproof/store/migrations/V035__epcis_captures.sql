-- What it costs to record an event. A foreign key looks the other row up and locks it, once for each row that is written: 20,000 rows of
-- stock_event_carrier took 1.0 s with its two, and 0.2 s without. None of these six can be broken by what the program writes, and none of the rows that they name
-- are ever removed:
--   stock_event_carrier, epcis_event, epcis_state: written by one function, in one transaction, with the rows that they name;
--   movement.to_unit_id: each movement comes from an event, also one that is inserted by hand, and stock_event.place has a foreign key of its own.
--
-- And lists of captures, and events that people dismiss as nobody will ever know what they name.
--
-- Locks: these tables for a moment; epcis_state and epcis_job for as long as it takes to read them once (a million events: a second or two).

alter table stock_event_carrier
    drop constraint stock_event_carrier_carrier_fkey,
    drop constraint stock_event_carrier_event_id_fkey;
comment on table stock_event_carrier is 'which events name a carrier; written together with both';

alter table epcis_event drop constraint epcis_event_job_id_fkey;
comment on column epcis_event.job_id is 'the epcis_job, written together with it';

alter table epcis_state
    drop constraint epcis_state_event_fkey,
    drop constraint epcis_state_job_id_fkey;
comment on column epcis_state.event is 'the epcis_event, written together with it';
comment on column epcis_state.job_id is 'that of the event';

alter table movement drop constraint movement_to_unit_id_fkey;

-- movement_stay begins with the same column, and nobody asks for a unit's movements by their beginning alone: the others are enough.
drop index movement_to_unit;

create index epcis_job_newest on epcis_job (created_at desc, id);

alter table epcis_state
    add column dismissed_at   timestamptz,
    add column dismissed_by   text,
    add column dismiss_reason text,
    drop constraint epcis_state_state_check,
    drop constraint epcis_state_check,
    add constraint epcis_state_state_check check (state in ('pending', 'counted', 'kept', 'held', 'voided', 'dismissed')),
    add constraint epcis_state_check check ((state in ('held', 'dismissed')) = (reason is not null)),
    add constraint epcis_state_dismissed_check
        check (state <> 'dismissed' or dismissed_at is not null and dismissed_by is not null and dismiss_reason is not null);
create index epcis_state_held_job on epcis_state (job_id) where state = 'held';
create index epcis_state_dismissed on epcis_state (event) where state = 'dismissed';
comment on column epcis_state.state is 'pending: not looked at yet; counted: in stock or the log; kept: changes nothing; held: waits for what is missing; voided: an error declaration takes it back; dismissed: somebody has said that it waits in vain';
comment on column epcis_state.reason is 'why it waits, or waited when it was dismissed';
