package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What happened to stock, and what it lived through. */
@Command(
        name = "stock",
        description = "Tell a running server what happened to stock, and look at what it lived through.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {StockCommand.Import.class, ExposureCommand.class})
public final class StockCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ServerOptions server() {
        return server;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "expected a command of stock");
    }

    /** Records what a file says. */
    @Command(
            name = "import",
            description = {
                "Record the stock events of a CSV file, all of them or none. The same file again changes nothing.",
                "Columns: kind, time, handling_unit, lot, quantity, quantity_unit, place, part, from, container, reason, inputs, id."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Import implements Callable<Integer> {

        @ParentCommand
        private @Nullable StockCommand stock;

        @Parameters(paramLabel = "FILE", description = "the file; UTF-8, names of columns in its first line")
        private Path file = Path.of("");

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException, InterruptedException {
            ServerOptions server = Objects.requireNonNull(stock).server();
            byte[] bytes;
            try {
                bytes = Files.readAllBytes(file);
            } catch (IOException e) {
                throw new ParameterException(spec.commandLine(), "file '" + file + "' cannot be read: " + e);
            }
            try (ApiClient api = server.connect(spec)) {
                JsonNode answer = api.postCsv("/api/v1/stock-events/csv", bytes);
                String text = server.json()
                        ? answer.toString()
                        : answer.path("added").size() + " recorded, "
                                + answer.path("known").asInt() + " known";
                spec.commandLine().getOut().println(text);
            }
            return 0;
        }
    }
}
