package io.frostproof.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stands in the list of commands; the launcher of a source checkout runs the tests before it gets here. */
@Command(
        name = "test",
        description = "Run every test of a source checkout, with real databases and brokers (handled by ./frostproof).",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "ROOM", description = "only these rooms", hidden = true)
    private final List<String> rooms = new ArrayList<>();

    @Override
    public Integer call() {
        throw new CommandFailedException("tests " + rooms + " run from a source checkout: ./frostproof test");
    }
}
