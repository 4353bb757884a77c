package io.frostproof.alerts.probe;

import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.probe.Trace.Point;
import io.frostproof.alerts.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/** What probes and doors measured, every five minutes from 0 on. Readings stand for eleven. */
public final class Traces {

    public static final long MINUTE = 60_000_000;
    private static final long EVERY = 5;

    private Traces() {}

    /** A probe in the air, of °C by minute, up to and with a minute. */
    public static Trace air(int channel, long untilMinute, LongToDoubleFunction celsius) {
        return trace(channel, Quantity.TEMPERATURE, untilMinute, celsius);
    }

    /** A door, 1 open and 0 closed by minute; told at every minute at which it changes as well. */
    public static Trace door(int channel, long untilMinute, LongToDoubleFunction open) {
        return trace(channel, Quantity.DOOR, untilMinute, open);
    }

    private static Trace trace(int channel, Quantity quantity, long untilMinute, LongToDoubleFunction value) {
        List<Point> points = new ArrayList<>();
        for (long minute = 0; minute <= untilMinute; minute++) {
            boolean edge = quantity == Quantity.DOOR
                    && minute > 0
                    && value.applyAsDouble(minute) != value.applyAsDouble(minute - 1);
            if (minute % EVERY == 0 || edge) {
                points.add(new Point(minute * MINUTE, value.applyAsDouble(minute)));
            }
        }
        return new Trace(channel, "fridge-s/c" + channel, quantity, Sense.AIR, 11 * MINUTE, points);
    }

    /** 4 °C with a thermostat's waves, until a minute, and then what a room has. */
    public static LongToDoubleFunction cameOffAt(long minute) {
        return at -> at <= minute ? cold(at) : 20 + 0.1 * Math.sin(at / 60.0);
    }

    /** 4 °C and a thermostat's waves. */
    public static double cold(long minute) {
        return 4 + Math.sin(minute / 5.0);
    }
}
