package io.frostproof.server.bench.chaos;

import io.frostproof.server.bench.chaos.FaultKind.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From the reading that makes an alarm due to its arrival at the receiver.
 *
 * <p>An alarm is <em>due</em> when its device first sends the reading whose time is the delay after the first warm one. It counts for the bar when the
 * database was away at some time between the first warm reading and {@value #LIMIT_MILLIS} ms after due (stopped, frozen, killed, or its link
 * cut or held), while from {@value #BEFORE_MILLIS} ms before the first warm reading until {@value #LIMIT_MILLIS} ms after due the server was ready,
 * the broker up, the ways of the device and of the server to the broker open, and the disk not full. Then it is <em>late</em> if it arrives more than
 * {@value #LIMIT_MILLIS} ms after due.
 *
 * @param caused units that became too warm and whose alarm became due
 * @param missing alarms that never arrived
 * @param twice units with alarms of more than one key
 * @param inOutages alarms that count for the bar
 * @param late those of them that came late
 * @param outageMillis how long those took, sorted
 * @param excused alarms while server, broker or network were away as well
 * @param quietMillis how long alarms took with no outage and nothing else wrong, sorted
 */
record Alarms(
        int caused,
        int missing,
        int twice,
        int inOutages,
        int late,
        List<Long> outageMillis,
        int excused,
        List<Long> quietMillis,
        List<String> examples) {

    static final long LIMIT_MILLIS = 5_000;
    static final long BEFORE_MILLIS = 3_000;

    /** One notice as the receiver noted it. */
    record Notice(long wallMillis, String key, String kind, String unit) {}

    static List<Notice> read(Path folder) throws IOException {
        var notices = new ArrayList<Notice>();
        for (String line : Files.readAllLines(folder.resolve(ChaosSink.FILE))) {
            String[] words = line.split(" ", -1);
            notices.add(new Notice(Long.parseLong(words[1]), words[2], words[3], words[4]));
        }
        return notices;
    }

    static Alarms of(Published published, List<Notice> notices, List<FaultLog.Entry> faults) {
        var arrived = new HashMap<String, Long>();
        var keys = new HashMap<String, Set<String>>();
        for (Notice notice : notices) {
            if (notice.kind().equals("incident_opened")) {
                arrived.merge(notice.unit(), notice.wallMillis(), Math::min);
                keys.computeIfAbsent(notice.unit(), unit -> new HashSet<>()).add(notice.key());
            }
        }
        int caused = 0;
        int missing = 0;
        int late = 0;
        int excused = 0;
        var outage = new ArrayList<Long>();
        var quiet = new ArrayList<Long>();
        var examples = new ArrayList<String>();
        for (Published.Warming warming : published.warmings) {
            Long due = published.dueMillis(warming);
            if (due == null) {
                continue;
            }
            caused++;
            Long arrival = arrived.get(warming.unit());
            if (arrival == null) {
                missing++;
                examples.add("alarm of " + warming.unit() + " (due " + due + ") never arrived");
                continue;
            }
            long took = arrival - due;
            long from = warming.fromMillis();
            long to = due + LIMIT_MILLIS;
            boolean elsewhere = faults.stream()
                    .anyMatch(fault -> excuses(fault.kind()) && fault.overlaps(from - BEFORE_MILLIS, to));
            boolean away = faults.stream().anyMatch(fault -> fault.kind().databaseAway() && fault.overlaps(from, to));
            if (elsewhere) {
                excused++;
            } else if (away) {
                outage.add(took);
                if (took > LIMIT_MILLIS) {
                    late++;
                    examples.add("alarm of " + warming.unit() + " arrived " + took + " ms after due (" + due + ")");
                }
            } else {
                quiet.add(took);
            }
        }
        int twice = (int) keys.values().stream().filter(of -> of.size() > 1).count();
        keys.forEach((unit, of) -> {
            if (of.size() > 1) {
                examples.add("alarms of " + unit + " under more than one key: " + of);
            }
        });
        outage.sort(null);
        quiet.sort(null);
        return new Alarms(
                caused,
                missing,
                twice,
                outage.size(),
                late,
                List.copyOf(outage),
                excused,
                List.copyOf(quiet),
                List.copyOf(examples));
    }

    private static boolean excuses(FaultKind kind) {
        Map<Part, Boolean> excusing = Map.of(
                Part.SERVER, true, Part.BROKER, true, Part.DEVICE_LINK, true, Part.BROKER_LINK, true, Part.DISK, true);
        return excusing.getOrDefault(kind.part(), false);
    }
}
