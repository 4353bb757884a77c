-- Rules of a product, for units that are meant to keep it.
--
-- Locks: `rule_version` has one row for each thing that rules are of, and gets a column without being rewritten. The log is not touched.

alter table rule_version drop constraint rule_version_scope_check;
alter table rule_version add constraint rule_version_scope_check check (scope in ('kind', 'profile', 'product', 'unit'));
alter table rule_version add column keeps text[] not null default '{}';
alter table rule_version add constraint rule_version_keeps_check check (scope = 'unit' or keeps = '{}');
comment on column rule_version.ref is 'word of a kind of units, id of a profile, id of a product, or id of a unit';
comment on column rule_version.keeps is 'of a unit: products that it is meant for, whose rules are under its own and over those of its profile; in the order of its file';
