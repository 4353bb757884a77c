package io.frostproof.server.demo;

import io.frostproof.server.client.StockMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What people of the demo do with goods while things go wrong, once in each round of the story: insulin pens come into the locker that is about to fail, and half of
 * them are brought away in the middle of its excursion; a delivery of salad waits on a dock whose door stands open.
 *
 * @param begin when the round began; handling units are named after it, so that no two rounds share one
 */
record StockStory(Instant begin) {

    static final String OTHER_LOCKER = "hb-locker-01";
    static final String DOCK = "ad-zone-01";
    static final String ROOM = "ad-room-01";

    private static final double PENS = 40;
    private static final double PENS_BROUGHT_AWAY = 15;
    private static final double SALADS = 48;

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("MMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Something that people do.
     *
     * @param after since the begin of the round
     * @param line for people
     * @param handlingUnit whose page shows it
     */
    record Act(Duration after, StockMessage message, String line, String handlingUnit) {}

    /** The handling unit that is split. */
    String pens() {
        return "pens-" + NAME.format(begin);
    }

    /** The part of it that is brought away. */
    String pensBroughtAway() {
        return pens() + "-b";
    }

    /** The handling unit that waits on the dock. */
    String delivery() {
        return "delivery-" + NAME.format(begin);
    }

    /** All of it, in order. */
    List<Act> acts() {
        return List.of(
                act(
                        3,
                        time -> StockMessage.received(
                                id("pens"), time, pens(), "ip-2602", PENS, "pens", Story.FIRST_UNIT),
                        "40 insulin pens come into Locker 2",
                        pens()),
                act(
                        15,
                        time -> StockMessage.received(
                                id("delivery"), time, delivery(), "sb-2601", SALADS, "boxes", DOCK),
                        "a delivery of 48 salad boxes waits on Dock zone 1",
                        delivery()),
                act(
                        45,
                        time -> StockMessage.picked(
                                id("pick"), time, pens(), pensBroughtAway(), PENS_BROUGHT_AWAY, OTHER_LOCKER),
                        "15 of the pens are brought to Locker 1, in the middle of the excursion",
                        pensBroughtAway()),
                act(
                        115,
                        time -> StockMessage.moved(id("put-away"), time, delivery(), ROOM),
                        "the delivery is put away into Cold room 1",
                        delivery()));
    }

    private interface Told {
        StockMessage at(Instant time);
    }

    private Act act(int seconds, Told told, String line, String handlingUnit) {
        Duration after = Duration.ofSeconds(seconds);
        return new Act(after, told.at(begin.plus(after)), line, handlingUnit);
    }

    private String id(String what) {
        return "demo-" + NAME.format(begin) + "-" + what;
    }
}
