package io.frostproof.protocol;

import java.util.ArrayList;
import java.util.List;

/** What a device itself doubts about a reading, or adds to it: bits of {@link Sample#quality}. 0 is a good reading. */
public final class Quality {

    /** The time is doubtful: no synchronisation yet, or too long ago. */
    public static final int CLOCK = 1;

    /** The sensor failed its own check; the value means nothing. */
    public static final int FAULT = 2;

    /** Taken because something happened, not because it was time. */
    public static final int EDGE = 4;

    /** The bits that this version knows; others are ignored. */
    public static final int KNOWN = CLOCK | FAULT | EDGE;

    private Quality() {}

    /** The bit of a word of the contract; 0 for a word that this version does not know. */
    public static int ofWord(String word) {
        return switch (word) {
            case "clock" -> CLOCK;
            case "fault" -> FAULT;
            case "edge" -> EDGE;
            default -> 0;
        };
    }

    /** The words of the known bits, lowest first. */
    public static List<String> words(int quality) {
        List<String> words = new ArrayList<>(3);
        if ((quality & CLOCK) != 0) {
            words.add("clock");
        }
        if ((quality & FAULT) != 0) {
            words.add("fault");
        }
        if ((quality & EDGE) != 0) {
            words.add("edge");
        }
        return words;
    }
}
