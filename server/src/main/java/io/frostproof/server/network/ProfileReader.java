package io.frostproof.server.network;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import java.util.List;
import java.util.Optional;

/** Reads one storage profile. */
final class ProfileReader {

    private ProfileReader() {}

    static Optional<StorageProfile> read(Fields row) {
        String id = row.identifier("id");
        String name = row.text("name");
        String source = row.text("source");
        Optional<Fields> band = row.section("band");
        Optional<Double> min = band.flatMap(b -> celsius(b, "min"));
        Optional<Double> max = band.flatMap(b -> celsius(b, "max"));
        if (min.isPresent() && max.isPresent() && min.get() >= max.get()) {
            band.get().problem("min", "below max (" + max.get() + " Cel)");
        }
        band.ifPresent(b -> b.make(() -> b));
        if (!row.mentions("conditions")) {
            row.problem("conditions", "a list of conditions; write [] if nothing is to be watched");
        }
        var conditionReader = new ConditionReader();
        List<Condition> conditions = NetworkReader.each(row.rows("conditions"), conditionReader::read);
        return row.make(() -> new StorageProfile(id, name, min.orElse(null), max.orElse(null), conditions, source));
    }

    private static Optional<Double> celsius(Fields band, String key) {
        Optional<Double> value = band.optionalNumber(key);
        if (value.isPresent() && !Quantity.TEMPERATURE.plausible(value.get())) {
            band.problem(key, Values.range(Quantity.TEMPERATURE));
            return Optional.empty();
        }
        return value;
    }
}
