package io.frostproof.simulator.people;

import java.util.LinkedHashMap;
import java.util.Map;

/** The doors that people hold open. One that several of them hold is closed by the last. */
final class Doors {

    private final Map<String, Integer> holders = new LinkedHashMap<>();

    void open(String unit, Floor floor) {
        if (holders.merge(unit, 1, Integer::sum) == 1) {
            floor.door(unit, 1);
        }
    }

    void close(String unit, Floor floor) {
        if (holders.merge(unit, -1, Integer::sum) == 0) {
            floor.door(unit, 0);
        }
    }
}
