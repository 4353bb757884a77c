package io.frostproof.server.epcis;

import io.frostproof.server.epcis.EpcisEvent.Sensed;
import io.frostproof.server.epcis.Known.Channel;
import io.frostproof.server.epcis.Meaning.Measured;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an event's sensors tell, as readings of our channels.
 *
 * @param unknown identifiers of devices that are not known
 * @param notes what is only kept, and why
 */
record Sensing(List<Measured> measured, List<String> unknown, List<String> notes) {

    private static final Map<String, String> QUANTITIES = Map.of(
            "Temperature", "temperature",
            "RelativeHumidity", "humidity",
            "Voltage", "voltage");

    static Sensing of(EpcisEvent event, Known known) {
        var measured = new ArrayList<Measured>();
        Set<String> unknown = new LinkedHashSet<>();
        Set<String> notes = new LinkedHashSet<>();
        for (Sensed sensed : event.sensed()) {
            String quantity = QUANTITIES.get(sensed.type());
            BigDecimal value = sensed.value();
            if (sensed.exception() != null) {
                notes.add("the exception " + sensed.exception() + " is kept");
            }
            if ("ERROR_CONDITION".equals(sensed.exception())) {
                notes.add("what a sensor with an error reports is no reading");
            } else if (quantity == null || value == null) {
                notes.add("a report of " + sensed.type() + " that is no single value of a measured quantity is kept");
            } else if (sensed.device() == null) {
                notes.add("a report without deviceID is kept");
            } else {
                List<Channel> channels = known.channels(sensed.device(), quantity);
                if (channels == null) {
                    unknown.add(sensed.device().canonical());
                    notes.add(
                            "a report of the unknown device " + sensed.device().canonical() + " is kept");
                } else if (channels.size() != 1) {
                    notes.add("a report of " + sensed.device().canonical() + ", which has " + channels.size()
                            + " channels of " + quantity + ", is kept");
                } else {
                    Channel channel = channels.getFirst();
                    Optional<BigDecimal> told = Quantities.measured(value, sensed.uom(), channel.unit());
                    told.ifPresentOrElse(
                            each -> measured.add(
                                    new Measured(channel.device(), channel.name(), sensed.timeMicros(), each)),
                            () -> notes.add(
                                    "a report in " + sensed.uom() + " of a channel in " + channel.unit() + " is kept"));
                }
            }
        }
        return new Sensing(measured, List.copyOf(unknown), List.copyOf(notes));
    }
}
