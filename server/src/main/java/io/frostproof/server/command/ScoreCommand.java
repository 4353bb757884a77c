package io.frostproof.server.command;

import io.frostproof.server.logging.LogLevel;
import io.frostproof.server.score.ScenarioSimulation;
import io.frostproof.server.score.Score;
import io.frostproof.server.score.ScoreDetails;
import io.frostproof.server.score.ScoreJson;
import io.frostproof.server.score.ScoreRun;
import io.frostproof.server.score.ScoreTable;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.yaml.InvalidFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores the server against a simulation whose truth is known. */
@Command(
        name = "score",
        description = {
            "Simulate a scenario at full speed against a private server on the simulation's clock, and compare what the server",
            "hands over to a test webhook with what was true. The exit code says nothing about the score."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ScoreCommand implements Callable<Integer> {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    @Parameters(
            paramLabel = "SCENARIO",
            description = "a scenario that ships with Frostproof, such as mixed-month, or a file")
    private String scenario = "";

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "seed of the simulation (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--json", description = "print the score as one JSON object")
    private boolean json;

    @Option(names = "--details", description = "list every event and every page as well, on standard error")
    private boolean details;

    @Option(
            names = "--step",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "simulated time between two moves of the server's clock (default: ${DEFAULT-VALUE})")
    private long stepSeconds = 60;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "simulate only so many days (default: as long as the scenario)")
    private @Nullable Integer days;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "folder for the private server, kept afterwards (default: a temporary one)")
    private @Nullable Path data;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidFileException, TimeoutException {
        if (days != null && days < 1) {
            throw new IllegalArgumentException("--days was " + days + ", expected 1 or more");
        }
        if (stepSeconds < 1 || stepSeconds > Duration.ofHours(1).toSeconds()) {
            throw new IllegalArgumentException("--step was " + stepSeconds + ", expected 1 to 3600 seconds");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Scenario played = Scenario.read(scenario);
        if (days != null) {
            played = played.lasting(Duration.ofDays(days));
        }
        LogLevel.onlyWarnings();
        Path given = data;
        Path folder = given == null ? Files.createTempDirectory("frostproof-score") : given;
        var ended = new CountDownLatch(1);
        stopOnSignal(Thread.currentThread(), ended);
        try {
            Score score = run(new ScenarioSimulation(played, seed), folder, err);
            if (json) {
                out.println(ScoreJson.of(score));
            } else {
                out.print(ScoreTable.of(score));
                out.flush();
            }
            if (details) {
                err.print(ScoreDetails.of(score));
            }
            err.println(ScoreTable.running(score));
            return 0;
        } finally {
            if (given == null) {
                remove(folder);
            }
            ended.countDown();
        }
    }

    private Score run(ScenarioSimulation simulation, Path folder, PrintWriter err)
            throws IOException, InterruptedException, TimeoutException {
        try (var progress = new ProgressLine(err, "score")) {
            return ScoreRun.run(
                    simulation,
                    folder,
                    Duration.ofSeconds(stepSeconds),
                    (step, of) -> progress.show(100 * step / of + " %"));
        }
    }

    /** A database that is left behind would run on. */
    private static void stopOnSignal(Thread scoring, CountDownLatch ended) {
        Stopping.onSignal(() -> {
            if (ended.getCount() > 0) {
                scoring.interrupt();
            }
            try {
                if (!ended.await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                    System.err.println(
                            "frostproof: the private server did not stop within " + STOP_WITHIN.toSeconds() + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** What cannot be removed is left to whoever cleans the folder of temporary files. */
    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
