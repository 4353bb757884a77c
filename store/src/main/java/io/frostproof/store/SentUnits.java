package io.frostproof.store;

import io.frostproof.ingest.device.SentUnit;
import java.util.Arrays;
import java.util.List;

/** Channels with the units that are sent for them, as a column of JSON. */
final class SentUnits {

    private SentUnits() {}

    static Sql.Json write(List<SentUnit> channels) {
        return Sql.json(channels);
    }

    static List<SentUnit> read(String json) {
        return Arrays.asList(Sql.fromJson(json, SentUnit[].class));
    }
}
