package io.frostproof.testing;

import java.util.EnumMap;
import java.util.Map;

/** Database servers that all test classes of this JVM share. Thread-safe. */
public final class TestDatabases {
    private static final Map<PostgresFlavour, TestDatabase> RUNNING = new EnumMap<>(PostgresFlavour.class);
    private static final Map<PostgresFlavour, IllegalStateException> BROKEN = new EnumMap<>(PostgresFlavour.class);

    private TestDatabases() {}

    /**
     * The server of this flavour, started by the first call and stopped with the JVM. A test takes a database of its own from it
     * ({@link TestDatabase#newDatabase}); whoever wants to stop, kill or pause a server starts one with {@link TestDatabase#start}.
     *
     * @throws org.opentest4j.TestAbortedException or AssertionError, if this machine has no such server (see {@link Services#missing})
     * @throws IllegalStateException if there is one and it does not start; later calls answer the same without a second try
     */
    public static synchronized TestDatabase shared(PostgresFlavour flavour) {
        IllegalStateException broken = BROKEN.get(flavour);
        if (broken != null) {
            throw new IllegalStateException(broken.getMessage(), broken);
        }
        TestDatabase running = RUNNING.get(flavour);
        if (running != null) {
            return running;
        }
        try {
            TestDatabase started = TestDatabase.startShared(flavour);
            RUNNING.put(flavour, started);
            return started;
        } catch (IllegalStateException e) {
            BROKEN.put(flavour, e);
            throw e;
        }
    }
}
