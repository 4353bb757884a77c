package io.frostproof.server.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stock, and what it lived through. */
@Command(
        name = "stock",
        description = "Look at stock of a running server.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = ExposureCommand.class)
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
}
