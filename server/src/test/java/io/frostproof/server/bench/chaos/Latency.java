package io.frostproof.server.bench.chaos;

import java.util.List;

/**
 * Publish to receipt of live messages, in milliseconds, sorted: while the backlog flows (from its first message to its last receipt), and with no fault
 * from {@value #AFTER_FAULT_MILLIS} ms before the message was sent to {@value #BEFORE_FAULT_MILLIS} ms after. The receipt is sent after the commit that makes
 * the readings visible, so this is an upper bound of publish to visible.
 */
record Latency(List<Long> millis) {

    static final long AFTER_FAULT_MILLIS = 3_000;
    static final long BEFORE_FAULT_MILLIS = 2_000;

    static Latency of(Published published, List<FaultLog.Entry> faults) {
        long begin = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (Published.Message message : published.messages) {
            if (message.kind == Made.Kind.BACKLOG && message.sendings > 0) {
                begin = Math.min(begin, message.sentMillis);
                end = Math.max(end, message.receipted() ? message.receiptMillis : Long.MAX_VALUE);
            }
        }
        long from = begin;
        long to = end;
        return new Latency(published.messages.stream()
                .filter(message -> message.kind == Made.Kind.LIVE
                        && message.receipted()
                        && message.sentMillis >= from
                        && message.sentMillis <= to
                        && faults.stream()
                                .noneMatch(fault -> fault.overlaps(
                                        message.sentMillis - AFTER_FAULT_MILLIS,
                                        message.sentMillis + BEFORE_FAULT_MILLIS)))
                .map(message -> message.receiptMillis - message.sentMillis)
                .sorted()
                .toList());
    }

    static long percentile(List<Long> sorted, double part) {
        return sorted.isEmpty()
                ? -1
                : sorted.get(Math.clamp((long) Math.ceil(part * sorted.size()) - 1, 0, sorted.size() - 1));
    }
}
