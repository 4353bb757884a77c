-- Incidents of one common cause are one event: one of them leads and tells people, the others are its members. And an incident that opens again and again
-- is one, with a count.
--
-- Locks: `incident` gets columns without rewriting it; it has thousands of rows, and each is updated once.

alter table incident add column times_opened integer not null default 1;
alter table incident add column common_cause text check (common_cause in ('power', 'silence'));
alter table incident add column member_of uuid references incident check (member_of <> id);
alter table incident add column told text not null default 'nothing' check (told in ('nothing', 'open', 'over'));
comment on column incident.times_opened is 'stretches of event time that its excursions make up';
comment on column incident.common_cause is 'what may have befallen other units as well; null: nothing of the kind';
comment on column incident.member_of is 'the incident that leads those of one common cause; null: this one, or it is alone';
comment on column incident.told is 'what people were last told of it';

-- Until now every opening and every recovery was told. Older ones keep their count of 1 until a desk looks at them again, as it does with a common cause.
update incident set told = case state when 'open' then 'open' when 'acknowledged' then 'open' else 'over' end
where state in ('open', 'acknowledged', 'recovered');

create index incident_common_cause on incident (region_id, common_cause, started_at)
    where common_cause is not null and state in ('open', 'acknowledged', 'recovered');
create index incident_member_of on incident (member_of) where member_of is not null;
create index incident_quiet on incident (region_id) where state = 'open' and told = 'over' and member_of is null;
