-- A desk that opens an incident looks whether people were told of it already, during an outage of this database.
create index outbox_unit on outbox ((notice ->> 'unitId'), (notice ->> 'slot'));
