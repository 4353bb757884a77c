package io.frostproof.testing;

/** Which PostgreSQL a test runs against. A test that is meant for both takes this enum as its parameter. */
public enum PostgresFlavour {
    /** PostgreSQL without the extension, from binaries that Maven brings; runs wherever they exist (Linux, macOS). */
    PLAIN(Service.POSTGRESQL),
    /** PostgreSQL with Debian 13's own TimescaleDB package (Apache edition), in a Debian root; needs Linux and root. */
    TIMESCALEDB(Service.TIMESCALEDB);

    private final Service service;

    PostgresFlavour(Service service) {
        this.service = service;
    }

    public Service service() {
        return service;
    }
}
