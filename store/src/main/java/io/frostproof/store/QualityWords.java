package io.frostproof.store;

import io.frostproof.ingest.intake.Reading;
import java.util.ArrayList;

/** Qualities of readings as the words of logs and the API: {@code good}, or what is to be known, separated by blanks. */
final class QualityWords {

    private static final int KNOWN =
            Reading.RECEPTION_TIME | Reading.CLOCK_DOUBTED | Reading.EDGE | Reading.COUNTED_TIME;

    private QualityWords() {}

    static String of(short quality) {
        if (quality == Reading.GOOD) {
            return "good";
        }
        var words = new ArrayList<String>();
        if ((quality & Reading.RECEPTION_TIME) != 0) {
            words.add("reception_time");
        }
        if ((quality & Reading.COUNTED_TIME) != 0) {
            words.add("counted_time");
        }
        if ((quality & Reading.CLOCK_DOUBTED) != 0) {
            words.add("clock_doubted");
        }
        if ((quality & Reading.EDGE) != 0) {
            words.add("edge");
        }
        if ((quality & ~KNOWN) != 0) {
            words.add("quality_" + (quality & ~KNOWN));
        }
        return String.join(" ", words);
    }
}
