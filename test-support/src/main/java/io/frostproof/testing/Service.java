package io.frostproof.testing;

/** A real part that a test may need. */
public enum Service {
    POSTGRESQL("PostgreSQL"),
    TIMESCALEDB("TimescaleDB"),
    MOSQUITTO("Mosquitto"),
    CHROMIUM("Chromium"),
    PROMTOOL("promtool"),
    C_COMPILER("C compiler"),
    LIBMOSQUITTO("libmosquitto");

    private final String title;

    Service(String title) {
        this.title = title;
    }

    /** The name as people write it; also the key in the service report. */
    public String title() {
        return title;
    }
}
