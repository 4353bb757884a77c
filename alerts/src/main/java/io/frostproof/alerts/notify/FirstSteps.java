package io.frostproof.alerts.notify;

import io.frostproof.alerts.condition.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who was woken up should do first. Pure. The steps are practical advice and no part of any rule: a site's
 * own procedure goes before them.
 */
public final class FirstSteps {
    private FirstSteps() {}

    /**
     * Concrete steps, the most urgent first, at least one.
     *
     * @param slot what is wrong; any name, of which warm, cold, door and power words are understood
     * @param measured what the condition goes by, which says more than the name; null: not known
     * @param over whether the breach had ended when the notice was written
     */
    public static List<String> of(
            Notice.Kind kind, String slot, Notice.@Nullable Measured measured, Level level, boolean over) {
        return switch (kind) {
            case LATE_SUMMARY -> afterwards();
            case INCIDENT_OPENED, INCIDENT_WORSENED, INCIDENT_WIDENED, SNOOZE_ENDED ->
                over ? afterwards() : onSite(trouble(slot, measured), level);
            case INCIDENT_RECOVERED ->
                List.of(
                        "Make sure that the unit stays within its limits before you put stock back.",
                        "Ship nothing that was inside until the open decisions about it are closed.",
                        "Resolve the incident with its cause.");
            case INCIDENT_RETRACTED ->
                List.of(
                        "Nothing has to be done at the unit because of this.",
                        "Proposals about its stock that waited were withdrawn; look again at what was decided already.",
                        "If you saw the trouble yourself, the probe is wrong: compare it with a second thermometer.");
            case DECISION_ESCALATED ->
                List.of(
                        "Read the decision and what it rests on.",
                        "Approve or reject it, or find somebody who may: nothing happens with the goods before.");
            case DECISION_PROPOSED ->
                List.of(
                        "Approve or reject the proposed quarantine.",
                        "Until then ship, use and discard none of this stock, and keep it within its limits.");
        };
    }

    /** When readings say that it is the probe: what shows whether they are right comes first, and the stock is not forgotten. */
    static List<String> ofCameOff(Level level) {
        return List.of(
                "Look where the probe hangs, and put it back; compare the unit with a second thermometer or its own display.",
                "If the unit is warm after all: check its door, its power and its fan. " + moveStock(level),
                "Until somebody has looked, nothing says that the stock is well: this probe measures the room.",
                "Acknowledge the incident. If it was the probe, close it as \"sensor died\", and no reading of it counts.");
    }

    private static List<String> afterwards() {
        return List.of(
                "Look at the unit and its display: is it really back within its limits?",
                "Ship, use and discard nothing that was inside until it has been decided on.",
                "Acknowledge the incident, and resolve it with its cause.");
    }

    private static List<String> onSite(Trouble trouble, Level level) {
        List<String> steps = new ArrayList<>(
                switch (trouble) {
                    case WARM ->
                        List.of(
                                "Check that the door is shut and sealed, and that the unit has power and its fan runs.",
                                "Compare with a second thermometer or the unit's own display.",
                                moveStock(level));
                    case COLD ->
                        List.of(
                                "Check the thermostat setting, and that no stock touches the cold plate or the air outlet.",
                                "Compare with a second thermometer or the unit's own display.",
                                moveStock(level),
                                "Do not use or shake what may have been frozen.");
                    case DOOR -> List.of("Shut the door, and check that it seals and nothing holds it open.");
                    case POWER ->
                        List.of(
                                "Check the mains, the fuses and the plug; check that the generator runs and has fuel.",
                                "Keep the doors shut: an unopened unit stays cold longest.",
                                moveStock(level));
                    case NOT_STARTED ->
                        List.of(
                                "Start the generator by hand, or have somebody near it do so.",
                                "If it does not start: fuel, battery, emergency stop, and whether its control stands on automatic.",
                                "Keep the doors shut: an unopened unit stays cold longest.",
                                moveStock(level));
                    case RUNS_ON ->
                        List.of(
                                "Check that the transfer switch is back on the mains, and stop the generator if it is.",
                                "Look at its fuel: it has run for longer than it had to.");
                    case EXERCISE ->
                        List.of(
                                "Run the generator for as long as its exercise takes, under load if you can.",
                                "Look at its battery, its fuel and its timer.");
                    case PROBES ->
                        List.of(
                                "Compare every probe of the unit with a second thermometer; no reading says which one is wrong.",
                                "Check that none has fallen, lies in ice or touches a wall, and replace the one that is off.");
                    case CALIBRATION ->
                        List.of(
                                "Have the probe calibrated or replaced, and enter the new date in the network file.",
                                "Until then its readings are evidence of little: note why they were relied on.");
                    case DEVICE -> List.of("Look at the device: its battery, its supply and its clock.");
                    case SILENCE ->
                        List.of(
                                "Check that the device, its gateway and the network have power and a connection.",
                                "Read the unit's own display, or a second thermometer, until readings come again.",
                                moveStock(level));
                    case DWELL ->
                        List.of(
                                "Move the stock to where it may be, or hand it over, and record the move.",
                                "Look at what the place measured meanwhile, and at what is left of its shelf life.",
                                "If it was moved already, record when: the incident follows.");
                    case HAND_OFF ->
                        List.of(
                                "Find out who gave and who took the goods, when, and how warm they were, and record it.",
                                "If nobody knows: measure the goods now, and say so in the note.");
                    case OTHER -> List.of("Look at the unit, its display, its power and its door.", moveStock(level));
                });
        steps.add("Acknowledge the incident, so that others know you are on it.");
        return steps;
    }

    private static String moveStock(Level level) {
        return switch (level) {
            case WARNING -> "If you cannot mend it at once, get ready to move the stock to a unit within its limits.";
            case CRITICAL -> "Move the stock to a unit within its limits now, and record the move.";
        };
    }

    private enum Trouble {
        WARM,
        COLD,
        DOOR,
        POWER,
        NOT_STARTED,
        RUNS_ON,
        EXERCISE,
        PROBES,
        CALIBRATION,
        DEVICE,
        SILENCE,
        DWELL,
        HAND_OFF,
        OTHER
    }

    private static Trouble trouble(String slot, Notice.@Nullable Measured measured) {
        if (measured != null) {
            // Missing readings of the mains are no power cut, whatever their slot is called.
            switch (measured.measure()) {
                case "missing" -> {
                    return Trouble.SILENCE;
                }
                case "disagreement", "spread" -> {
                    return Trouble.PROBES;
                }
                case "calibration" -> {
                    return Trouble.CALIBRATION;
                }
                case "dwell" -> {
                    return slot.equals(Notice.NO_HAND_OFF) ? Trouble.HAND_OFF : Trouble.DWELL;
                }
                default -> {
                    // by its name
                }
            }
        }
        Trouble named = trouble(slot);
        if (named != Trouble.OTHER || measured == null) {
            return named;
        }
        return switch (measured.quantity()) {
            case "door" -> Trouble.DOOR;
            case "mains", "generator", "fuel" -> Trouble.POWER;
            case "battery" -> Trouble.DEVICE;
            default -> Trouble.OTHER;
        };
    }

    /** Slots are named by whoever writes a profile, so the word is searched rather than compared. */
    private static Trouble trouble(String slot) {
        if (slot.equals(Notice.NO_HAND_OFF)) {
            return Trouble.HAND_OFF;
        }
        String name = slot.toLowerCase(Locale.ROOT);
        if (name.contains("calibration")) {
            return Trouble.CALIBRATION;
        }
        if (name.contains("disagree") || name.contains("drift") || name.contains("probe")) {
            return Trouble.PROBES;
        }
        if (name.contains("exercise")) {
            return Trouble.EXERCISE;
        }
        if (name.contains("not_started")) {
            return Trouble.NOT_STARTED;
        }
        if (name.contains("over_run") || name.contains("runs_on")) {
            return Trouble.RUNS_ON;
        }
        if (name.contains("battery") || name.contains("clock")) {
            return Trouble.DEVICE;
        }
        if (name.contains("warm") || name.contains("heat") || name.contains("hot")) {
            return Trouble.WARM;
        }
        if (name.contains("cold") || name.contains("freez") || name.contains("frozen")) {
            return Trouble.COLD;
        }
        if (name.contains("door")) {
            return Trouble.DOOR;
        }
        if (name.contains("mains") || name.contains("power") || name.contains("generator") || name.contains("fuel")) {
            return Trouble.POWER;
        }
        if (name.contains("silen") || name.contains("missing") || name.contains("no_data")) {
            return Trouble.SILENCE;
        }
        return Trouble.OTHER;
    }
}
