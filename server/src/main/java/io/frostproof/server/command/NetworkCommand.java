package io.frostproof.server.command;

import io.frostproof.alerts.network.Network;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.server.network.NetworkSummary;
import io.frostproof.server.network.NetworkWarnings;
import io.frostproof.server.network.RulesInWords;
import io.frostproof.store.Database;
import io.frostproof.store.NetworkImporter;
import io.frostproof.yaml.InvalidFileException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The network file: check it, import it. */
@Command(
        name = "network",
        description = "Check or import the file that describes regions, nodes, units, devices and stock.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(check | import)",
        subcommands = {NetworkCommand.Check.class, NetworkCommand.Import.class})
final class NetworkCommand {

    @Command(
            name = "check",
            description = "Read a network file and report every problem in it. Needs no database.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "the network file (docs/network-file.md)")
        private Path file = Path.of("network.yaml");

        @Option(names = "--rules", description = "say in words by which rules units are watched")
        private boolean rules;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws InvalidFileException {
            Network network = NetworkFile.read(file);
            PrintWriter out = spec.commandLine().getOut();
            out.println(file + ": no problems");
            out.println(NetworkSummary.of(network).describe());
            NetworkWarnings.of(network).forEach(warning -> out.println("warning: " + warning));
            if (rules) {
                RulesInWords.of(network).forEach(out::println);
            }
            return 0;
        }
    }

    @Command(
            name = "import",
            description = {
                "Bring the database into line with a network file: add what is new, change what differs.",
                "Importing the same file twice changes nothing; a running server takes the change over by itself.",
                "Rules that changed hold from now on, or from a later effective_from of the file; history stands."
            },
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "the network file (docs/network-file.md)")
        private Path file = Path.of("network.yaml");

        @Option(
                names = "--rewrite-history",
                description = {
                    "Let rules that changed hold from the file's effective_from, or from the beginning when it has none, and",
                    "conclude anew what was concluded since."
                })
        private boolean rewriteHistory;

        @Mixin
        private DatabaseOptions options = new DatabaseOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws InvalidFileException {
            Network network = NetworkFile.read(file);
            try (Database database = Database.open(DatabaseOptions.settings(options.read()))) {
                var manner = new NetworkImporter.Manner(
                        rewriteHistory, "network import by " + System.getProperty("user.name", "unknown"));
                NetworkImporter.Report report = new NetworkImporter(database).run(network, manner);
                spec.commandLine().getOut().println(file + ": " + report);
                return 0;
            }
        }
    }
}
