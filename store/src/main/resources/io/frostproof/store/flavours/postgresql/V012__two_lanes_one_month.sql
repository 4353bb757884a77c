-- Two lanes that want the same new month: the second one waits for the lock, but a session that has just looked a name up in vain may
-- remember that beyond the lock (advisory locks do not refresh its catalog cache). So creating it decides, not the look.
create or replace function make_room_for_readings(first timestamptz, last timestamptz) returns integer language plpgsql as $$
declare
    month timestamp := date_trunc('month', first at time zone 'UTC');
    made  integer   := 0;
    name  text;
begin
    while month at time zone 'UTC' <= last loop
        name := 'reading_' || to_char(month, 'YYYY_MM');
        if to_regclass(name) is null then
            perform pg_advisory_xact_lock(hashtext(name));
            begin
                execute format('create table %I partition of reading for values from (%L) to (%L)', name,
                               month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
                made := made + 1;
            exception when duplicate_table then
                null;
            end;
        end if;
        month := month + interval '1 month';
    end loop;
    return made;
end
$$;
