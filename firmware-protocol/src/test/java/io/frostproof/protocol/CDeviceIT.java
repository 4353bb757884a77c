package io.frostproof.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.ReferenceC;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example device in C against a real broker and its own stand-in for the server, which leaves every fifth message without a receipt. */
class CDeviceIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern READING =
            Pattern.compile("^reading (\\S+) \\d+ \\d+ (\\S+) (\\d+) (\\S+) ", Pattern.MULTILINE);

    private final List<Process> processes = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void deliversEveryReadingThoughBrokerAndDeviceAreKilled() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            Path received = standin(broker);
            Process device = device(broker, "--count", "1000000");

            for (int kills = 1; kills <= 3; kills++) {
                await(received, "the " + kills + ". stretch of readings", READING, 15 * kills);
                broker.kill9();
                broker.restart();
            }
            await(received, "readings behind the last kill of the broker", READING, 60);
            kill9(device);
            // What it had in its file, and 20 more.
            Process again = device(broker, "--count", "20");

            assertThat(again.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("all is received:%n%s", Files.readString(directory.resolve("device.log")))
                    .isTrue();
            assertThat(again.exitValue()).isZero();
            Set<String> ledger = Files.readAllLines(directory.resolve("ledger")).stream()
                    .map(line -> line.split(" ", -1))
                    .map(word -> word[0] + " " + word[1] + " " + Double.parseDouble(word[2]))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(ledger).hasSizeGreaterThan(60);
            assertThat(readings(received)).isEqualTo(ledger);
        }
    }

    @Test
    void appliesAConfigurationAndDoesACommandOnceAcrossItsRestart() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            Path said = standin(broker, "--config", "5:20:4:2", "--identify", "c81");

            Process device = device(broker, "--count", "1000000");
            await(said, "both answers", Pattern.compile("^answer .* done", Pattern.MULTILINE), 2);
            kill9(device);
            Process again = device(broker, "--count", "1");

            assertThat(again.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            await(
                    said,
                    "the configuration in a status",
                    Pattern.compile("^status .* boot 1, .* configuration 5$", Pattern.MULTILINE),
                    1);
            String log = Files.readString(directory.resolve("device.log"));
            assertThat(log)
                    .containsOnlyOnce("configuration 5: report every 20 s, sample every 4 s, in [degF]")
                    .containsOnlyOnce("command c81: here I am!");
        }
    }

    private Path standin(MosquittoBroker broker, String... options) throws IOException {
        Path said = directory.resolve("standin.log");
        List<String> command = new ArrayList<>(
                List.of(ReferenceC.standin().toString(), "--port", String.valueOf(broker.port()), "--lose", "20"));
        command.addAll(List.of(options));
        start(command, said);
        return said;
    }

    private Process device(MosquittoBroker broker, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ReferenceC.device().toString(),
                "--port",
                String.valueOf(broker.port()),
                "--file",
                directory.resolve("kept").toString(),
                "--ledger",
                directory.resolve("ledger").toString(),
                "--interval",
                "20",
                "--backoff-ms",
                "20:200",
                "--resend-ms",
                "300"));
        command.addAll(List.of(options));
        return start(command, directory.resolve("device.log"));
    }

    private Process start(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
                .start();
        processes.add(process);
        return process;
    }

    private static void kill9(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static void await(Path log, String what, Pattern line, int times) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String said = Files.readString(log);
        while (line.matcher(said).results().count() < times) {
            assertThat(System.nanoTime()).as("%s in%n%s", what, said).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            said = Files.readString(log);
        }
    }

    private static Set<String> readings(Path received) throws IOException {
        return READING.matcher(Files.readString(received))
                .results()
                .map(CDeviceIT::reading)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String reading(MatchResult line) {
        return line.group(2) + " " + line.group(3) + " " + Double.parseDouble(line.group(4));
    }
}
