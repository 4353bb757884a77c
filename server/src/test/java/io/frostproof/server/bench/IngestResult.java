package io.frostproof.server.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came out for one size of message. Rates are per second, times in milliseconds, CPU in seconds per million readings.
 *
 * @param readings in each message
 * @param copyBefore,copyAfter rows by raw COPY, just before and just after the unpaced run
 * @param subscriberBefore,subscriberAfter messages by the bare subscriber
 * @param batch average readings of a transaction in the unpaced run
 * @param halfLoad messages that were really published while the latency was measured
 */
record IngestResult(
        int readings,
        long messages,
        double seconds,
        double copyBefore,
        double copyAfter,
        double subscriberBefore,
        double subscriberAfter,
        int batch,
        double visibleP50,
        double visibleP99,
        double visibleP999,
        double halfLoad,
        Map<String, Double> cpu,
        double publisherThreadCpuPerMillionMessages,
        double peakMegabytes) {

    /** From which size of message the bar on COPY holds, and up to which the one on the subscriber. */
    static final int LARGE = 20;

    static final int SMALL = 1;

    static final double COPY_RATIO = 0.70;
    static final double SUBSCRIBER_RATIO = 0.60;
    static final double VISIBLE_P99_MS = 250;

    double messagesPerSecond() {
        return (double) messages / seconds;
    }

    double readingsPerSecond() {
        return messagesPerSecond() * readings;
    }

    double copy() {
        return (copyBefore + copyAfter) / 2;
    }

    double copyRatio() {
        return readingsPerSecond() / copy();
    }

    double subscriber() {
        return (subscriberBefore + subscriberAfter) / 2;
    }

    double subscriberRatio() {
        return messagesPerSecond() / subscriber();
    }

    List<Measured> lines() {
        var lines = new ArrayList<Measured>();
        String of = readings + " per message: ";
        lines.add(Measured.informs(
                of + "end to end",
                number(readingsPerSecond()) + " readings/s, " + number(messagesPerSecond()) + " messages/s"));
        lines.add(Measured.informs(
                of + "measured over",
                number((double) messages) + " messages, " + number(seconds) + " s, " + batch
                        + " readings in a transaction"));
        lines.add(Measured.informs(
                of + "raw COPY of the same rows",
                number(copy()) + " rows/s (before " + number(copyBefore) + ", after " + number(copyAfter) + ")"));
        lines.add(ratio(of + "of the COPY limit", copyRatio(), readings >= LARGE, COPY_RATIO));
        lines.add(Measured.informs(
                of + "bare QoS 1 subscriber",
                number(subscriber()) + " messages/s (before " + number(subscriberBefore) + ", after "
                        + number(subscriberAfter) + ")"));
        lines.add(ratio(of + "of the bare subscriber", subscriberRatio(), readings <= SMALL, SUBSCRIBER_RATIO));
        lines.add(Measured.informs(
                of + "publish to visible, " + number(halfLoad) + " messages/s",
                "p50 " + number(visibleP50) + " ms, p99.9 " + number(visibleP999) + " ms"));
        lines.add(Measured.atMost(of + "publish to visible, p99", visibleP99, VISIBLE_P99_MS, "ms"));
        var text = new StringBuilder();
        cpu.forEach((process, seconds) -> text.append(text.isEmpty() ? "" : ", ")
                .append(process)
                .append(' ')
                .append(number(seconds)));
        lines.add(Measured.informs(of + "CPU-seconds per million readings", text.toString()));
        lines.add(Measured.informs(
                of + "CPU-seconds of the publishing thread",
                number(publisherThreadCpuPerMillionMessages) + " per million messages"));
        lines.add(Measured.informs(of + "peak memory of the server", number(peakMegabytes) + " MB"));
        return lines;
    }

    private static Measured ratio(String what, double value, boolean barred, double bar) {
        return barred
                ? Measured.atLeast(what, value * 100, bar * 100, "%")
                : Measured.informs(what, number(value * 100) + " %");
    }

    private static String number(double value) {
        return Measured.number(value);
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("readings_per_message", readings);
        json.put("messages", messages);
        json.put("seconds", rounded(seconds));
        json.put("readings_per_s", rounded(readingsPerSecond()));
        json.put("copy_readings_per_s", rounded(copy()));
        json.put("copy_before_readings_per_s", rounded(copyBefore));
        json.put("copy_after_readings_per_s", rounded(copyAfter));
        json.put("copy_ratio", rounded(copyRatio()));
        json.put("readings_per_transaction", batch);
        json.put("messages_per_s", rounded(messagesPerSecond()));
        json.put("subscriber_messages_per_s", rounded(subscriber()));
        json.put("subscriber_before_messages_per_s", rounded(subscriberBefore));
        json.put("subscriber_after_messages_per_s", rounded(subscriberAfter));
        json.put("subscriber_ratio", rounded(subscriberRatio()));
        json.put("half_load_messages_per_s", rounded(halfLoad));
        json.put("visible_p50_ms", rounded(visibleP50));
        json.put("visible_p99_ms", rounded(visibleP99));
        json.put("visible_p999_ms", rounded(visibleP999));
        json.put("cpu_s_per_million", roundedAll());
        json.put("rss_mb", rounded(peakMegabytes));
        return json;
    }

    /**
     * The figures as the bars take them: rates of readings and CPU from the run with the largest messages, rates of messages from the one with the
     * smallest, the worst of the latencies and memories. {@code runs} has all of each.
     */
    static Map<String, Object> json(List<IngestResult> all) {
        IngestResult large = all.stream()
                .max(java.util.Comparator.comparingInt(IngestResult::readings))
                .orElseThrow();
        IngestResult small = all.stream()
                .min(java.util.Comparator.comparingInt(IngestResult::readings))
                .orElseThrow();
        IngestResult slow = all.stream()
                .max(java.util.Comparator.comparingDouble(IngestResult::visibleP99))
                .orElseThrow();
        var json = new LinkedHashMap<String, Object>();
        json.put("readings_per_s", rounded(large.readingsPerSecond()));
        json.put("copy_readings_per_s", rounded(large.copy()));
        json.put("copy_ratio", rounded(large.copyRatio()));
        json.put("messages_per_s", rounded(small.messagesPerSecond()));
        json.put("subscriber_messages_per_s", rounded(small.subscriber()));
        json.put("subscriber_ratio", rounded(small.subscriberRatio()));
        json.put("visible_p50_ms", rounded(slow.visibleP50));
        json.put("visible_p99_ms", rounded(slow.visibleP99));
        json.put("cpu_s_per_million", large.roundedAll());
        json.put(
                "rss_mb",
                rounded(all.stream()
                        .mapToDouble(IngestResult::peakMegabytes)
                        .max()
                        .orElseThrow()));
        json.put("runs", all.stream().map(IngestResult::json).toList());
        return json;
    }

    private Map<String, Double> roundedAll() {
        var rounded = new LinkedHashMap<String, Double>();
        cpu.forEach((process, seconds) -> rounded.put(process, rounded(seconds)));
        return rounded;
    }

    /** To four significant digits, which is more than a repetition agrees on. */
    private static double rounded(double value) {
        return value == 0 || !Double.isFinite(value)
                ? value
                : Double.parseDouble(String.format(Locale.ROOT, "%.3e", value));
    }
}
