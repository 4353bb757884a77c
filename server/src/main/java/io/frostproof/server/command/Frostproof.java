package io.frostproof.server.command;

import io.frostproof.server.client.DecisionsCommand;
import io.frostproof.server.client.DevicesCommand;
import io.frostproof.server.client.DrillCommand;
import io.frostproof.server.client.IncidentsCommand;
import io.frostproof.server.client.ReadingsCommand;
import io.frostproof.server.client.StockCommand;
import io.frostproof.server.client.UnitsCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All subcommands. */
@Command(
        name = "frostproof",
        description = "Open-source cold-chain telemetry server.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            ReplayCommand.class,
            SimulateCommand.class,
            ScoreCommand.class,
            DrillCommand.class,
            NetworkCommand.class,
            AdminPasswordCommand.class,
            IncidentsCommand.class,
            DecisionsCommand.class,
            ReadingsCommand.class,
            UnitsCommand.class,
            StockCommand.class,
            DevicesCommand.class,
            UserCommand.class,
            ProtocolCommand.class,
            TestCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; the reason is on standard error",
            "2:wrong use, or a file with problems",
            "75:serve: another server has taken over; start again to stand by"
        })
public final class Frostproof {

    private Frostproof() {}

    /** Runs the command line and returns the exit code. */
    public static int run(String[] arguments) {
        return run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    /** As {@link #run(String[])}, writing elsewhere. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Frostproof())
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> Failures.report(failure, err))
                .execute(arguments);
    }
}
