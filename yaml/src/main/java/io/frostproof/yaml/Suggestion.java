package io.frostproof.yaml;

import java.util.Collection;
import java.util.Locale;

/** "Did you mean": the known word nearest to a wrong one, by edit distance. */
public final class Suggestion {

    private Suggestion() {}

    /** {@code " (did you mean 'locker'?)"}, or nothing when no known word is near. */
    public static String of(String wrong, Collection<String> known) {
        String folded = fold(wrong);
        // A third of the letters may be wrong, at most two: more, and the offer is a guess.
        int nearest = Math.min(2, Math.max(1, folded.length() / 3)) + 1;
        String best = "";
        for (String word : known) {
            if (Math.abs(word.length() - folded.length()) >= nearest) {
                continue;
            }
            int distance = distance(folded, fold(word), nearest);
            if (distance < nearest && !word.equals(wrong)) {
                nearest = distance;
                best = word;
            }
        }
        return best.isEmpty() ? "" : " (did you mean '" + best + "'?)";
    }

    /** Case and the choice between hyphen and underscore are the commonest slips and count as none. */
    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Insertions, deletions, replacements and swaps of neighbours; {@code enough} stands for that many or more. */
    private static int distance(String a, String b, int enough) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
                least = Math.min(least, current[j]);
            }
            // A swap reaches back two rows, so only stop with one to spare.
            if (least > enough) {
                return enough;
            }
            int[] reused = beforeLast;
            beforeLast = last;
            last = current;
            current = reused;
        }
        return Math.min(last[b.length()], enough);
    }
}
