package io.frostproof.server.epcis;

import java.util.List;

/** Words of queries in the form in which events are kept. What is no word of the vocabulary and no URI matches nothing. */
public final class Terms {

    private Terms() {}

    public static List<String> bizSteps(List<String> told) {
        return plain(told, Vocabulary.BIZ_STEP);
    }

    public static List<String> dispositions(List<String> told) {
        return plain(told, Vocabulary.DISPOSITION);
    }

    private static List<String> plain(List<String> told, Vocabulary vocabulary) {
        return told.stream().map(text -> vocabulary.word(text).orElse(text)).toList();
    }
}
