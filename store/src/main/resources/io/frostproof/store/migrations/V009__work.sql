-- Who works on what, and who decided about what was set apart.
--
-- Locks: no column here has a default that is not null, so no table is rewritten; the indexes are on tables of people's work, which
-- have thousands of rows, and of input that was set apart, which is read with its payloads out of line.

alter table incident add column assignee text;
comment on column incident.assignee is 'name of a user, who may have been removed since; null: nobody';

alter table dead_letter add column decided_at timestamptz, add column decided_by text;
alter table reading_suspect add column decided_at timestamptz, add column decided_by text;
comment on column dead_letter.topic is 'as it came; with source lane it is what the lane knew of a message that was not kept';

-- Each list in its order, so that a page costs the same wherever it begins.
create index dead_letter_received on dead_letter (last_received_at desc, id desc);
create index reading_suspect_received on reading_suspect (received_at desc, id desc);
create index outbox_created on outbox (created_at desc, id desc);
create index excursion_started on excursion (started_at desc, id);
