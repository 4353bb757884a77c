-- A line in the history of an incident is news even where its row stays as it is: an excursion that is taken back from an incident that people have
-- closed, say. Without it an open page would go on to show what is no more.
--
-- Locks: `incident_history` for a moment.

create function incident_history_written() returns trigger language plpgsql as $$
begin
    perform note_change('incident', new.incident_id::text, (select i.unit_id from incident i where i.id = new.incident_id));
    return null;
end
$$;
create trigger incident_history_written after insert on incident_history for each row execute function incident_history_written();
