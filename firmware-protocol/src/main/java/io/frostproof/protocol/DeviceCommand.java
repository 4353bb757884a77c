package io.frostproof.protocol;

/** Something that a device is asked to do once. Its id, 1 to 32 characters, is what the device answers to. */
public sealed interface DeviceCommand extends Control {

    /** What the device remembers, to do nothing twice, and names in its {@link DeviceAnswer}. */
    String id();

    @Override
    default Type type() {
        return Type.COMMAND;
    }

    /**
     * Blink or sound, so that a person finds the device.
     *
     * @param forSeconds how long, 1 to 3600
     */
    record Identify(String id, int forSeconds) implements DeviceCommand {
        public Identify {
            ControlField.ID.require(id);
            ControlField.FOR_S.require(forSeconds);
        }
    }

    /**
     * Send the messages of a range again that the device still has, whether or not a receipt covered them.
     *
     * @param boot of the messages
     * @param from the first sequence, at most {@code seq}
     * @param seq the last sequence
     */
    record Backlog(String id, long boot, long from, long seq) implements DeviceCommand {
        public Backlog {
            ControlField.ID.require(id);
            ControlField.BOOT.require(boot);
            ControlField.SEQ.require(seq);
            if (from < 0 || from > seq) {
                throw new IllegalArgumentException("from " + from + ": expected 0 to " + seq);
            }
        }
    }

    /** Publish the status. */
    record Report(String id) implements DeviceCommand {
        public Report {
            ControlField.ID.require(id);
        }
    }
}
