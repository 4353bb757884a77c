package io.frostproof.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The C code of {@code firmware-protocol/c}, built by its own Makefile with this machine's compiler into {@code firmware-protocol/target/c};
 * what is up to date is not built again. Programs are started by the caller. Thread-safe within one JVM.
 */
public final class ReferenceC {
    private static final int BUILD_MINUTES = 5;

    private ReferenceC() {}

    /**
     * The codec with sanitizers, one request a line; {@code test/codec.c} says which.
     *
     * @throws org.opentest4j.TestAbortedException or AssertionError, if this machine has no C compiler (see {@link Services#missing})
     * @throws IllegalStateException if it does not compile; the message has the end of what the compiler said
     */
    public static synchronized Path codec() {
        requireCompiler();
        return make("codec");
    }

    /**
     * The example device, which speaks the whole contract with a broker; {@code --help} names its options.
     *
     * @throws org.opentest4j.TestAbortedException or AssertionError, if this machine has no C compiler or no libmosquitto to compile with
     * @throws IllegalStateException if it does not compile; the message has the end of what the compiler said
     */
    public static synchronized Path device() {
        requireCompiler();
        if (Stream.of("/usr/include", "/usr/local/include", "/opt/homebrew/include")
                .noneMatch(place -> Files.exists(Path.of(place, "mosquitto.h")))) {
            throw Services.missing(
                    Service.LIBMOSQUITTO,
                    "no mosquitto.h in /usr/include, /usr/local/include or /opt/homebrew/include; "
                            + "apt-get install libmosquitto-dev, dnf install mosquitto-devel or brew install mosquitto");
        }
        Path device = make("device");
        Services.started(Service.LIBMOSQUITTO, "the example device");
        return device;
    }

    /** What stands in for the server where only the device is of interest; {@code example/standin.c} says how. Otherwise as {@link #device()}. */
    public static synchronized Path standin() {
        return device().resolveSibling("standin");
    }

    private static void requireCompiler() {
        Path compiler = Programs.find("cc").orElse(null);
        if (compiler == null || Programs.find("make").isEmpty()) {
            throw Services.missing(
                    Service.C_COMPILER,
                    "no " + (compiler == null ? "cc" : "make") + " in PATH; "
                            + "apt-get install gcc libc6-dev make, dnf install gcc make libasan libubsan or xcode-select --install");
        }
        Services.started(Service.C_COMPILER, compiler.toString());
    }

    private static Path make(String program) {
        Path room = room();
        Path build = room.resolve("target").resolve("c");
        try {
            Files.createDirectories(build);
            Path log = build.resolve(program + ".log");
            Process make = new ProcessBuilder(
                            List.of("make", "-s", "-C", room.resolve("c").toString(), "BUILD=" + build, program))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!make.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
                Processes.killTree(make.toHandle());
                throw new IllegalStateException("make " + program + " takes longer than " + BUILD_MINUTES + " min");
            }
            if (make.exitValue() != 0) {
                throw new IllegalStateException("make " + program + ":\n" + TestDatabase.tail(log));
            }
            return build.resolve(program);
        } catch (IOException e) {
            throw new UncheckedIOException("make " + program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while building " + program, e);
        }
    }

    /** Tests run in the directory of their own room. */
    private static Path room() {
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            Path room = place.resolve("firmware-protocol");
            if (Files.exists(room.resolve("c").resolve("Makefile"))) {
                return room;
            }
        }
        throw new IllegalStateException(
                "no firmware-protocol/c above " + Path.of("").toAbsolutePath());
    }
}
