package io.frostproof.audit;

import io.frostproof.alerts.network.Span;
import io.frostproof.alerts.network.StorageProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log of a unit as CSV (RFC 4180, UTF-8, lines end with LF). Lines that begin with {@code # } state what must be known
 * to judge the readings, one {@code key: value} each; values with several parts are CSV themselves. The last line,
 * {@code # end: rows N}, is missing from a file that was cut off. Memory does not grow with the log: a first pass over the times
 * finds coverage and late rows, a second one writes the rows.
 */
public final class UnitLogCsv {

    /** Grows when a reader of the file would have to change; a further part at the end of a line of the head is no such change. */
    static final int FORMAT = 1;

    static final String COLUMNS = "event_time,received_at,unit,device,channel,quantity,value,value_unit,quality,late";

    /** Quality of readings that nobody trusts, whatever the device said of them. */
    private static final String DISTRUSTED = "distrusted";

    private final UnitLogSource.View log;
    private final Writer out;
    private long rows;

    private UnitLogCsv(UnitLogSource.View log, Writer out) {
        this.log = log;
        this.out = out;
    }

    /**
     * Writes everything.
     *
     * @param generatedAt when this is; later time of the range has not elapsed and counts neither as known nor as unknown
     * @throws UncheckedIOException if {@code out} takes no more; the log is not read on then
     */
    public static void write(UnitLogSource.View log, Instant from, Instant to, Instant generatedAt, Writer out) {
        var csv = new UnitLogCsv(log, out);
        try {
            csv.head(from, to, generatedAt);
            out.write(COLUMNS);
            out.write('\n');
            log.readings(csv::row);
            out.write("# end: rows " + csv.rows + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void head(Instant from, Instant to, Instant generatedAt) throws IOException {
        UnitLogFacts facts = log.facts();
        line("frostproof_unit_log", Integer.toString(FORMAT));
        line("unit", facts.unitId());
        line("unit_name", facts.unitName());
        line("unit_kind", facts.unitKind());
        line("node", facts.nodeId());
        line("node_name", facts.nodeName());
        line("region", facts.regionId());
        line("region_name", facts.regionName());
        line("from", from.toString());
        line("to", to.toString());
        line("generated_at", generatedAt.toString());
        StorageProfile profile = facts.profile();
        line("profile", profile == null ? "" : profile.id());
        if (profile != null) {
            line("profile_source", profile.source());
        }
        for (LogRule rule : facts.rules()) {
            line(
                    "rule",
                    rule.slot(),
                    rule.level(),
                    rule.quantity(),
                    rule.rule(),
                    rule.of(),
                    version(rule.version()),
                    instant(rule.from()),
                    instant(rule.to()));
        }
        for (LogChannel channel : facts.channels()) {
            line(
                    "channel",
                    channel.path(),
                    channel.quantity().id(),
                    channel.quantity().canonicalUnit().ucum(),
                    seconds(channel.maxHoldMicros()));
            for (Stretch stretch : channel.stretches()) {
                line("placed", channel.path(), time(stretch.fromMicros()), time(stretch.toMicros()));
            }
            for (Span span : channel.distrustedInside()) {
                line(
                        "distrusted",
                        channel.path(),
                        time(span.fromMicros()),
                        span.toMicros() == Long.MAX_VALUE ? "" : time(span.toMicros()));
            }
        }
        coverage(facts, micros(generatedAt));
        line("conflicting_rows", Long.toString(facts.conflictingRows()));
        line("suspect_rows", Long.toString(facts.suspectRows()));
        line("excursions", Integer.toString(facts.excursions().size()));
        for (LogExcursion excursion : facts.excursions()) {
            excursion(excursion);
        }
    }

    private void coverage(UnitLogFacts facts, long nowMicros) throws IOException {
        long[] late = {0};
        var results = new LinkedHashMap<LogChannel, Coverage.Result>();
        for (LogChannel channel : facts.channels()) {
            Coverage.Result result = Coverage.Result.NOTHING;
            for (Stretch stretch : channel.stretches()) {
                var coverage = new Coverage(stretch, channel, nowMicros);
                log.times(channel, stretch, (event, received) -> {
                    coverage.reading(event);
                    if (event >= stretch.fromMicros() && channel.late(event, received)) {
                        late[0]++;
                    }
                });
                result = result.and(coverage.end());
            }
            results.put(channel, result);
        }
        for (Map.Entry<LogChannel, Coverage.Result> entry : results.entrySet()) {
            String path = entry.getKey().path();
            Coverage.Result result = entry.getValue();
            Long share = result.milliPercent();
            line("coverage_percent", path, share == null ? "" : decimal(BigDecimal.valueOf(share, 3)));
            line(
                    "gaps",
                    path,
                    Long.toString(result.gapCount()),
                    Integer.toString(result.gaps().size()),
                    seconds(result.gapMicros()));
            for (Coverage.Gap gap : result.gaps()) {
                line("gap", path, time(gap.fromMicros()), time(gap.toMicros()));
            }
        }
        line("late_rows", Long.toString(late[0]));
    }

    private void excursion(LogExcursion excursion) throws IOException {
        line(
                "excursion",
                excursion.channel(),
                excursion.slot(),
                excursion.level(),
                excursion.started().toString(),
                excursion.confirmed().toString(),
                instant(excursion.ended()),
                number(excursion.worstValue()),
                excursion.valueUnit(),
                decimal(BigDecimal.valueOf(excursion.unknownSeconds())),
                excursion.rule(),
                version(excursion.ruleVersion()));
    }

    private static String version(@Nullable Long id) {
        return id == null ? "" : Long.toString(id);
    }

    private static String instant(@Nullable Instant instant) {
        return instant == null ? "" : instant.toString();
    }

    private void row(LogChannel channel, long eventMicros, long receivedMicros, double value, String quality) {
        rows++;
        try {
            out.write(time(eventMicros)
                    + ','
                    + time(receivedMicros)
                    + ','
                    + field(log.facts().unitId())
                    + ','
                    + field(channel.device())
                    + ','
                    + field(channel.name())
                    + ','
                    + channel.quantity().id()
                    + ','
                    + number(value)
                    + ','
                    + channel.quantity().canonicalUnit().ucum()
                    + ','
                    + (Span.anyCovers(channel.distrusted(), eventMicros) ? DISTRUSTED : quality)
                    + ','
                    + channel.late(eventMicros, receivedMicros)
                    + '\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String key, String... parts) throws IOException {
        var line = new StringBuilder("# ").append(key).append(':');
        String separator = " ";
        for (String part : parts) {
            line.append(separator).append(parts.length == 1 ? oneLine(part) : field(oneLine(part)));
            separator = ",";
        }
        out.write(line.append('\n').toString());
    }

    /** A name may hold anything, but a line of the head is one line. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String field(String text) {
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** ISO 8601, UTC, with the digits that are needed, down to the microsecond. */
    private static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static String seconds(long micros) {
        return decimal(BigDecimal.valueOf(micros, 6));
    }

    /** The shortest decimal that reads back as the same value, never in scientific notation. */
    private static String number(double value) {
        return Double.isFinite(value) ? decimal(BigDecimal.valueOf(value)) : Double.toString(value);
    }

    private static String decimal(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
