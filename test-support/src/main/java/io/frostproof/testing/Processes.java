package io.frostproof.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Free ports and signals, always by pid. Thread-safe. */
final class Processes {
    private Processes() {}

    /** A loopback port that was free a moment ago. Whoever binds it checks that it is itself that answers there. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free loopback port", e);
        }
    }

    static boolean runningAsRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Sends a named signal (INT, TERM, STOP, CONT ...) to exactly one process; one that has just ended is no error. */
    static void signal(long pid, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("kill -" + name + " " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills a process and its descendants (SIGKILL) and waits until they are gone. */
    static void killTree(ProcessHandle process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(process, Duration.ofSeconds(10));
        descendants.forEach(child -> awaitEnd(child, Duration.ofSeconds(10)));
    }

    /** Whether the process ended within the time. */
    static boolean awaitEnd(ProcessHandle process, Duration atMost) {
        // ProcessHandle.onExit looks at processes that are not our children (a server's backends) only a few times a
        // second.
        long deadline = System.nanoTime() + atMost.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return !process.isAlive();
    }
}
