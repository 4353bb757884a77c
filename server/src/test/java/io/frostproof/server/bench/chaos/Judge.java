package io.frostproof.server.bench.chaos;

import io.frostproof.server.bench.chaos.Published.Claims;
import io.frostproof.server.bench.chaos.Published.Message;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares what devices were promised with what is stored. Every reading of a message that had a PUBACK or is covered by a receipt has to be
 * there once: in the log with its value if its message has the highest claim to the key, among the conflicts if another one has, among the
 * suspects if its clock was ahead; and every poison message among the dead letters. For one thread.
 */
final class Judge {

    private static final int EXAMPLES = 20;

    private final Published published;
    private final List<String> examples = new ArrayList<>();
    private final Set<Integer> broken = new HashSet<>();
    private long stored;
    private long conflicting;
    private long suspect;
    private long deadLetters;
    private long lost;
    private long doubled;

    /**
     * What came out; everything is counted in readings but where it says messages.
     *
     * @param lost promised and not where they have to be; of poison, messages
     * @param doubled rows beyond the one there may be, and rows that nobody published
     * @param lyingReceipts messages with a receipt of which something is lost
     * @param unreceipted numbered messages that were sent and have no receipt
     * @param strangeDeadLetters dead letters of payloads that were no poison, by reason
     * @param examples what is wrong, the first of each, for people
     */
    record Findings(
            long stored,
            long conflicting,
            long suspect,
            long deadLetters,
            long lost,
            long doubled,
            long lyingReceipts,
            long unreceipted,
            Map<String, Long> strangeDeadLetters,
            List<String> examples) {}

    private Judge(Published published) {
        this.published = published;
    }

    static Findings judge(Published published, Stored stored) throws SQLException {
        return new Judge(published).findings(stored);
    }

    private Findings findings(Stored rows) throws SQLException {
        log(rows);
        suspects(rows);
        Map<String, Long> strange = deadLetters(rows);
        long unreceipted = 0;
        for (Message message : published.messages) {
            if (message.numbered() && message.sendings > 0 && !message.receipted()) {
                unreceipted++;
                example("no receipt: " + message);
            }
        }
        long lying = broken.stream()
                .filter(index -> published.messages.get(index).receipted())
                .count();
        return new Findings(
                stored,
                conflicting,
                suspect,
                deadLetters,
                lost,
                doubled,
                lying,
                unreceipted,
                strange,
                List.copyOf(examples));
    }

    /** What the log has at each key, by channel: the row's value, and how many rows. */
    private static final class Found {
        final double[] values;
        final BitSet there = new BitSet();
        /** Keys, by the index of their first claim, to the values that lost them. */
        final Map<Integer, List<Double>> conflicts = new HashMap<>();

        Found(int claims) {
            values = new double[claims];
        }
    }

    private void log(Stored rows) throws SQLException {
        var found = new HashMap<String, Found>();
        published.toStore.forEach((channel, claims) -> found.put(channel, new Found(claims.size())));
        rows.readings((channel, time, value) -> {
            Claims claims = published.toStore.get(channel);
            int key = claims == null ? -1 : claims.first(time);
            Found of = found.get(channel);
            if (key < 0 || of == null) {
                tooMuch("a reading that nobody published: " + channel + " " + time + " " + value);
            } else if (of.there.get(key)) {
                tooMuch("a second reading: " + channel + " " + time + " " + value);
            } else {
                of.there.set(key);
                of.values[key] = value;
            }
        });
        rows.conflicts((channel, time, value) -> {
            Claims claims = published.toStore.get(channel);
            int key = claims == null ? -1 : claims.first(time);
            Found of = found.get(channel);
            if (key < 0 || of == null) {
                tooMuch("a conflict that nobody published: " + channel + " " + time + " " + value);
            } else {
                List<Double> others = of.conflicts.computeIfAbsent(key, index -> new ArrayList<>());
                if (others.contains(value) || (of.there.get(key) && of.values[key] == value)) {
                    tooMuch("a conflict of a value with itself: " + channel + " " + time + " " + value);
                } else {
                    others.add(value);
                }
            }
        });
        published.toStore.forEach((channel, claims) -> {
            Found of = found.get(channel);
            for (int key = 0; of != null && key < claims.size(); ) {
                int end = key + 1;
                while (end < claims.size() && claims.timeMillis(end) == claims.timeMillis(key)) {
                    end++;
                }
                key(channel, claims, key, end, of);
                key = end;
            }
        });
    }

    /** One key: the claims from {@code begin} to {@code end}. */
    private void key(String channel, Claims claims, int begin, int end, Found found) {
        int best = -1;
        for (int i = begin; i < end; i++) {
            if (published.messages.get(claims.message(i)).promised() && (best < 0 || outranks(claims, i, best))) {
                best = i;
            }
        }
        boolean there = found.there.get(begin);
        List<Double> others = found.conflicts.getOrDefault(begin, List.of());
        if (there) {
            boolean claimed = false;
            for (int i = begin; i < end; i++) {
                claimed |= claims.value(i) == found.values[begin];
            }
            if (!claimed) {
                tooMuch("a value that nobody published: " + channel + " " + claims.timeMillis(begin) + " "
                        + found.values[begin]);
            }
        }
        var seen = new HashSet<Double>();
        for (int i = begin; i < end; i++) {
            if (!published.messages.get(claims.message(i)).promised()) {
                continue;
            }
            double value = claims.value(i);
            boolean again = !seen.add(value);
            if (there && found.values[begin] == value) {
                stored += again ? 0 : 1;
            } else if (others.contains(value)) {
                conflicting += again ? 0 : 1;
                if (i == best && !(there && beatenBySomebody(claims, begin, end, best, found.values[begin]))) {
                    lose(claims.message(i), "it is among the conflicts and should stand", channel, claims, i);
                }
            } else {
                lose(claims.message(i), "it is nowhere", channel, claims, i);
            }
        }
    }

    /** Whether what stands was published by a message without promise, which may have been stored all the same, and outranks. */
    private boolean beatenBySomebody(Claims claims, int begin, int end, int best, double standing) {
        for (int i = begin; i < end; i++) {
            if (claims.value(i) == standing && outranks(claims, i, best)) {
                return true;
            }
        }
        return false;
    }

    /** Highest (boot, seq), then value. */
    private boolean outranks(Claims claims, int one, int other) {
        Message a = published.messages.get(claims.message(one));
        Message b = published.messages.get(claims.message(other));
        int order = a.boot != b.boot ? Long.compare(a.boot, b.boot) : Long.compare(a.seq, b.seq);
        return order != 0 ? order > 0 : claims.value(one) > claims.value(other);
    }

    private record Doubt(String channel, long timeMillis, double value, long boot, long seq) {}

    private void suspects(Stored rows) throws SQLException {
        var there = new HashSet<Doubt>();
        rows.suspects((channel, time, value, boot, seq) -> {
            if (!there.add(new Doubt(channel, time, value, boot, seq))) {
                tooMuch("a second suspect: " + channel + " " + time + " " + value);
            }
        });
        int[] known = {0};
        published.toSetApart.forEach((channel, claims) -> {
            for (int i = 0; i < claims.size(); i++) {
                Message message = published.messages.get(claims.message(i));
                boolean kept = there.contains(
                        new Doubt(channel, claims.timeMillis(i), claims.value(i), message.boot, message.seq));
                known[0] += kept ? 1 : 0;
                if (message.promised()) {
                    if (kept) {
                        suspect++;
                    } else {
                        lose(claims.message(i), "it is not among the suspects", channel, claims, i);
                    }
                }
            }
        });
        if (there.size() > known[0]) {
            doubled += there.size() - known[0];
            example((there.size() - known[0]) + " suspects that nobody published");
        }
    }

    private Map<String, Long> deadLetters(Stored rows) throws SQLException {
        var there = new HashSet<String>();
        var strange = new TreeMap<String, Long>();
        var poison = new HashSet<String>();
        for (Message message : published.messages) {
            if (message.kind.poison()) {
                poison.add(message.topic() + " " + message.sha256);
            }
        }
        rows.deadLetters((topic, sha256, reason) -> {
            String letter = topic + " " + sha256;
            if (!poison.contains(letter)) {
                strange.merge(reason, 1L, Long::sum);
            } else if (!there.add(letter + " " + reason)) {
                tooMuch("a second dead letter: " + letter);
            } else {
                there.add(letter);
            }
        });
        for (int i = 0; i < published.messages.size(); i++) {
            Message message = published.messages.get(i);
            if (message.kind.poison() && message.promised()) {
                if (there.contains(message.topic() + " " + message.sha256)) {
                    deadLetters++;
                } else {
                    lost++;
                    broken.add(i);
                    example("lost: not among the dead letters: " + message);
                }
            }
        }
        return strange;
    }

    private void lose(int message, String why, String channel, Claims claims, int claim) {
        lost++;
        broken.add(message);
        example("lost: " + channel + " " + claims.timeMillis(claim) + " " + claims.value(claim) + ", " + why + ": "
                + published.messages.get(message));
    }

    private void tooMuch(String what) {
        doubled++;
        example("doubled: " + what);
    }

    private void example(String what) {
        if (examples.size() < EXAMPLES) {
            examples.add(what);
        }
    }
}
