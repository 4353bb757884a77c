-- What only the community edition of TimescaleDB has, applied at every start when its licence allows it. Idempotent.
--
-- Compression begins after the late window: a late reading into a compressed chunk is possible but slow. The order of a segment is
-- the order in which logs are read. Retention is left to the operator: how long evidence must be kept is a legal question, so no
-- policy deletes anything unless somebody adds one, for example
--     select add_retention_policy('reading', interval '10 years', if_not_exists => true);
alter table reading set (
    timescaledb.compress,
    timescaledb.compress_segmentby = 'channel_id',
    timescaledb.compress_orderby = 'time'
);
select add_compression_policy('reading', interval '14 days', if_not_exists => true);
