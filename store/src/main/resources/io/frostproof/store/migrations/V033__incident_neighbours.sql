-- The desk asks which incidents of a unit and slot are near an excursion, however many there have been in all.
create index incident_neighbours on incident (unit_id, slot, started_at) where state in ('open', 'acknowledged', 'recovered');
