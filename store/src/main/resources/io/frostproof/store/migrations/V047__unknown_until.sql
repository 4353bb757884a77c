-- What was so before a time without readings and is so after it was never known to be over: the desk takes both for one incident.
alter table excursion add column unknown_until timestamptz;
alter table incident add column unknown_until timestamptz;
comment on column excursion.unknown_until is 'event time until which nothing was known after its end; null while it lasts, and when what ended it followed at once';
comment on column incident.unknown_until is 'event time until which nothing was known after it recovered; null when it was known to be over at once';

-- What people have decided about an incident goes on to count when it turns out to be part of another one.
alter table incident add column merged_into uuid references incident;
comment on column incident.merged_into is 'the incident that has its excursions now; null: it has its own, or never had any';
create index incident_merged_into on incident (merged_into) where merged_into is not null;
