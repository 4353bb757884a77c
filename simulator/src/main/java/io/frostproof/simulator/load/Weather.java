package io.frostproof.simulator.load;

import io.frostproof.protocol.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the units of the load measure: a fridge between 4 and 6 degrees. Once in {@value #MONTH} readings of a channel, which is a month at
 * one a minute, it is at 9.5 for {@value #EXCURSION} readings: an excursion, where {@value #EXCURSION} intervals are longer than the
 * delay of the condition. Once in {@value #DAY}, a day, a message goes up to 8.5 and down again: a door. Channels are staggered, so that
 * these come evenly.
 *
 * <p>Values repeat, since a message is a copy of one of {@value #CALM} that were encoded before; nothing between publisher and
 * table gains from that.
 */
final class Weather {

    private static final int CALM = 32;
    private static final int MONTH = 43_200;
    private static final int DAY = 1_440;
    private static final int EXCURSION = 90;
    private static final int DOOR_READINGS = 5;
    private static final int SEED = 20261121;

    private final LoadOptions options;
    private final long beginMillis;
    private final Body[] calm = new Body[CALM];
    private final Body door;
    private final Body excursion;
    private final int devices;
    private final int readingsOfChannel;

    Weather(LoadOptions options) {
        this.options = options;
        devices = options.devices().size();
        readingsOfChannel = options.readingsOfChannel();
        beginMillis = options.begin().toEpochMilli();
        var random = new Random(SEED);
        for (int i = 0; i < CALM; i++) {
            int[] tenths = {40 + random.nextInt(20)};
            calm[i] = body(n -> {
                tenths[0] = Math.clamp(tenths[0] + random.nextInt(3) - 1, 40, 60);
                return tenths[0] / 10.0;
            });
        }
        door = body(n -> n < DOOR_READINGS ? 8.5 : 6.5);
        excursion = body(n -> 9.5);
    }

    private interface Values {
        double of(int reading);
    }

    private Body body(Values values) {
        long interval = options.interval().toMillis();
        List<Sample> samples = new ArrayList<>(options.readings());
        List<String> channels = options.channels();
        for (int i = 0; i < options.readings(); i++) {
            long millis = beginMillis + i / channels.size() * interval;
            samples.add(new Sample(channels.get(i % channels.size()), millis * 1_000, values.of(i)));
        }
        return Body.of(options.form(), samples, beginMillis);
    }

    /** What a device sends. {@code first} counts the readings of a channel before this message. */
    Body of(int device, long first) {
        long ofMonth = (first + (long) device * MONTH / devices) % MONTH;
        if (ofMonth < EXCURSION && first >= EXCURSION) {
            return excursion;
        }
        if ((ofMonth + readingsOfChannel) % DAY < readingsOfChannel) {
            return door;
        }
        return calm[(int) ((first / readingsOfChannel + device) % CALM)];
    }
}
