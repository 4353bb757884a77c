package io.frostproof.store;

import io.frostproof.ingest.intake.Reading;

/** Qualities of readings as the words of logs and the API. */
final class QualityWords {

    private QualityWords() {}

    static String of(short quality) {
        return switch (quality) {
            case Reading.GOOD -> "good";
            case Reading.RECEPTION_TIME -> "reception_time";
            default -> "quality_" + quality;
        };
    }
}
