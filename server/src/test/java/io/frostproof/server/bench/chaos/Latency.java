package io.frostproof.server.bench.chaos;

import java.util.List;

/**
 * Publish to receipt of live messages, in milliseconds, sorted: while the backlog flows (from its first message to its last receipt), and with no fault
 * active: the last one has been over for {@value #AFTER_FAULT_MILLIS} ms and as long again as it lasted, in which what had piled up was worked off, and none began
 * within {@value #BEFORE_FAULT_MILLIS} ms after. The receipt is sent after the commit that makes
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
                                        message.sentMillis - AFTER_FAULT_MILLIS - length(fault),
                                        message.sentMillis + BEFORE_FAULT_MILLIS)))
                .map(message -> message.receiptMillis - message.sentMillis)
                .sorted()
                .toList());
    }

    private static long length(FaultLog.Entry fault) {
        return fault.toMillis() == Long.MAX_VALUE ? 0 : fault.toMillis() - fault.fromMillis();
    }

    static long percentile(List<Long> sorted, double part) {
        return sorted.isEmpty()
                ? -1
                : sorted.get(Math.clamp((long) Math.ceil(part * sorted.size()) - 1, 0, sorted.size() - 1));
    }
}
