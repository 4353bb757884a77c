-- Rules have a date: what watched a unit at an event time is known, whatever the network file says today.
--
-- Locks: `channel` and `excursion` get columns without rewriting them; one row is added for each profile and each unit, which takes a second
-- for a hundred thousand. The log is not touched.

create table rule_version (
    id             bigint generated always as identity primary key,
    scope          text        not null check (scope in ('kind', 'profile', 'unit')),
    ref            text        not null,
    effective_from timestamptz,
    conditions     jsonb       not null,
    source         text        not null,
    kind           text,
    profile_id     text,
    product_lag_s  double precision,
    recorded_at    timestamptz not null,
    recorded_by    text        not null,
    check ((scope = 'unit') = (kind is not null and product_lag_s is not null)),
    check (scope = 'unit' or profile_id is null)
);
create unique index rule_version_of on rule_version (scope, ref, id);
comment on table rule_version is 'Appended to, never changed. At an event time the one with the highest id holds whose effective_from is not after it';
comment on column rule_version.ref is 'word of a kind of units, id of a profile, or id of a unit';
comment on column rule_version.effective_from is 'event time; null: from the beginning';
comment on column rule_version.kind is 'of a unit: its kind, whose rules are under its own';
comment on column rule_version.profile_id is 'of a unit: its profile, whose rules are under its own and over those of its kind';
comment on column rule_version.product_lag_s is 'of a unit: time constant with which its product follows its air';

insert into rule_version (scope, ref, conditions, source, recorded_at, recorded_by)
select 'profile', p.id, p.conditions, p.source, now(), 'upgrade' from storage_profile p order by p.id;

-- The lags are the defaults of the kinds at the time of this migration.
insert into rule_version (scope, ref, conditions, source, kind, profile_id, product_lag_s, recorded_at, recorded_by)
select 'unit', u.id, '[]', '', u.kind, u.profile_id,
       case u.kind when 'locker' then 7200 when 'fridge' then 10800 when 'cold_room' then 10800 when 'freezer' then 14400
                   when 'ultra_cold_freezer' then 9000 when 'reefer' then 10800 when 'dock_zone' then 9000 else 0 end,
       now(), 'upgrade'
from unit u order by u.id;

alter table channel add column senses text not null default 'air' check (senses in ('air', 'product'));
alter table channel add column calibration_due date;
comment on column channel.senses is 'what a temperature probe is in';
comment on column channel.calibration_due is 'last day on which the calibration is good; null: nobody has said';

alter table excursion add column rule_version bigint references rule_version;
alter table excursion add column value_unit text;
alter table excursion add column lower_is_worse boolean;
comment on column excursion.rule_version is 'the rules in force at its start that it breaks; null: found before rules had versions';
comment on column excursion.value_unit is 'UCUM code of worst_value; null: the canonical unit of the channel''s quantity';
comment on column excursion.lower_is_worse is 'null: as the rule in words says, which then begins with its operator';
