package io.frostproof.protocol;

/**
 * The answer to a device that asked for the time.
 *
 * @param utcMillis of the server, since 1970-01-01T00:00:00Z, 0 to 253402300799999
 * @param upMillis of the question: milliseconds since the device's start, likewise
 */
public record DeviceTime(long utcMillis, long upMillis) implements Control {

    /** Throws {@link IllegalArgumentException} for a value outside its range. */
    public DeviceTime {
        ControlField.UTC.require(utcMillis);
        ControlField.UP.require(upMillis);
    }

    @Override
    public Type type() {
        return Type.TIME;
    }
}
