package io.frostproof.server.drill;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.alerts.drill.Scenario;
import io.frostproof.alerts.network.Network;
import io.frostproof.server.embedded.ScratchDatabase;
import io.frostproof.store.DrillReader;
import io.frostproof.store.NetworkImporter;
import io.frostproof.store.SituationSource;
import io.frostproof.store.StillReadings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A drill on a network file. The file is imported into a database of its own, which is thrown away afterwards, so that its stock is judged by what judges that
 * of a server.
 *
 * @param name of the file, for the report
 * @param now when it happens
 * @param fill see {@link NetworkAtRest#of}
 */
public record NetworkDrill(
        String name, Network file, Instant now, @Nullable Double fill) {

    public NetworkDrill {
        now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Plays it.
     *
     * @return the report, with what it was played on as {@code network}
     * @throws IllegalArgumentException there is no such scenario, or nothing in the network that could be lost
     */
    public ObjectNode play(String scenario, @Nullable Duration lasts) throws IOException {
        NetworkAtRest rest = NetworkAtRest.of(file, now, fill);
        if (rest.handlingUnits() == 0) {
            throw new IllegalArgumentException(name + ": " + nothing());
        }
        DrillReader.Read read;
        try (ScratchDatabase scratch = ScratchDatabase.start()) {
            new NetworkImporter(scratch.database()).run(rest.network());
            new StillReadings(scratch.database()).write(rest.celsius(), now.minus(NetworkAtRest.SINCE));
            read = new DrillReader(scratch.database()).read(now);
        }
        ObjectNode report = DrillJson.of(Drills.play(read, Scenario.read(scenario, lasts, read.facts())));
        ObjectNode network = report.putObject("network")
                .put("file", name)
                .put("at", now.toString())
                .put("handling_units", rest.handlingUnits())
                .put("made_up", rest.madeUp());
        missing(network.putArray("missing"), read.unplannable());
        return report;
    }

    private String nothing() {
        if (fill != null) {
            return "no goods can be made up: expected nodes[].capability.capacity with units of that temperature_class, and products[].litres_per whose band"
                    + " has the class in it";
        }
        return (file.handlingUnits().isEmpty() ? "handling_units: none" : "movements: no handling unit is in a unit")
                + ", so there is nothing that could be lost; expected handling_units with movements into units, or --fill SHARE to have goods made up";
    }

    /** What keeps handling units out of it, the most frequent first. */
    private static void missing(ArrayNode into, List<SituationSource.Unplannable> unplannable) {
        record Gap(String missing, String detail) {}
        var counts =
                new TreeMap<Gap, Integer>(Comparator.comparing(Gap::missing).thenComparing(Gap::detail));
        unplannable.forEach(one -> counts.merge(new Gap(one.missing(), one.detail()), 1, Integer::sum));
        counts.entrySet().stream()
                .sorted(Map.Entry.<Gap, Integer>comparingByValue().reversed())
                .forEach(one -> into.addObject()
                        .put("missing", one.getKey().missing())
                        .put("detail", one.getKey().detail())
                        .put("handling_units", one.getValue()));
    }
}
