-- What was told, confirmed or given up is in the feed, so that pages show how far a decision is carried out without being loaded again.
--
-- Locks: action, for two triggers; nothing is rewritten.

create function action_changed() returns trigger language plpgsql as $$
begin
    perform note_change('action', new.decision_id::text, null);
    return null;
end
$$;
create trigger action_added after insert on action for each row execute function action_changed();
create trigger action_moved after update on action for each row when (old.state is distinct from new.state or old.detail is distinct from new.detail) execute function action_changed();
