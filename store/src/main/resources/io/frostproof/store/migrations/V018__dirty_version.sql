-- A mark that was set anew while its channel was being evaluated can be told from the one that the evaluation began with.
--
-- Locks: `channel_dirty` is rewritten, some megabytes if each of 400,000 channels is marked. The log is not touched.

create sequence channel_dirty_version;
alter table channel_dirty add column version bigint not null default nextval('channel_dirty_version');
comment on column channel_dirty.version is
    'raised by each evaluation that begins and by whoever marks the channel from outside of its lane; never the same twice. '
    'An evaluation takes the mark away only under the version with which it began';
