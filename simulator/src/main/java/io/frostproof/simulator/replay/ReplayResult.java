package io.frostproof.simulator.replay;

/**
 * What a replay did.
 *
 * @param rows readings of the file
 * @param distinct distinct time stamps among them, which is how many readings a server ends up with
 * @param conflicts readings that lose their time stamp to another value: n - 1 for a stamp that n different values claim
 * @param acknowledged rows whose message has a PUBACK, each counted once; equals {@code rows} when all went well
 * @param seconds from the first message to the last PUBACK, and to the receipt if that was waited for
 * @param messages distinct messages, numbered 0 to {@code messages - 1} in file order
 * @param duplicates messages that were published a second time
 * @param skipped rows left out because they could not be read
 */
public record ReplayResult(
        long rows,
        long distinct,
        long conflicts,
        long acknowledged,
        double seconds,
        long messages,
        long duplicates,
        long skipped,
        ReceiptOutcome receipt) {

    /** Whether the server said that it has stored everything. */
    public enum ReceiptOutcome {
        NOT_AWAITED,
        /** A receipt covers the last message. */
        COVERED,
        TIMED_OUT
    }
}
