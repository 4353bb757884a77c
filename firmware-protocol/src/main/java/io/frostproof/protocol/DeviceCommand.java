package io.frostproof.protocol;

/** Something that a device is asked to do once. Its id, 1 to 32 characters, is what the device answers to. */
public sealed interface DeviceCommand extends Control {

    /** The longest that a device locks for by one command: a week. */
    int MAX_LOCK_SECONDS = 604_800;
    /** The longest that it blinks or sounds for: an hour. */
    int MAX_SOUND_SECONDS = 3600;

    /** What the device remembers, to do nothing twice, and names in its {@link DeviceAnswer}. */
    String id();

    @Override
    default Type type() {
        return Type.COMMAND;
    }

    /**
     * Blink or sound, so that a person finds the device.
     *
     * @param forSeconds how long, 1 to {@link #MAX_SOUND_SECONDS}
     */
    record Identify(String id, int forSeconds) implements DeviceCommand {
        public Identify {
            ControlField.ID.require(id);
            requireSeconds(forSeconds, 1, MAX_SOUND_SECONDS);
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

    /**
     * Hold the latch of the handle shut, in place of what is left of a lock before.
     *
     * @param forSeconds how long, from when the device hears it, 1 to {@link #MAX_LOCK_SECONDS}; 0: release it now
     */
    record Lock(String id, int forSeconds) implements DeviceCommand {
        public Lock {
            ControlField.ID.require(id);
            requireSeconds(forSeconds, 0, MAX_LOCK_SECONDS);
        }
    }

    /**
     * Sound, in place of what is left of a sound before.
     *
     * @param forSeconds how long, from when the device hears it, 1 to {@link #MAX_SOUND_SECONDS}; 0: be silent now
     */
    record Buzzer(String id, int forSeconds) implements DeviceCommand {
        public Buzzer {
            ControlField.ID.require(id);
            requireSeconds(forSeconds, 0, MAX_SOUND_SECONDS);
        }
    }

    private static void requireSeconds(int seconds, int min, int max) {
        if (seconds < min || seconds > max) {
            throw new IllegalArgumentException("for_s " + seconds + ": expected " + Fields.expected(min, max));
        }
    }

    /** Publish the status. */
    record Report(String id) implements DeviceCommand {
        public Report {
            ControlField.ID.require(id);
        }
    }
}
