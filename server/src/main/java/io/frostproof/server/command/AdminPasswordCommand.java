package io.frostproof.server.command;

import io.frostproof.server.access.Accounts;
import io.frostproof.store.Access;
import io.frostproof.store.Database;
import io.frostproof.yaml.InvalidFileException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** For the day on which nobody knows the administrator's password any more. */
@Command(
        name = "admin-password",
        description = {
            "Give the user 'admin' a new random password and print it, once.",
            "Who can read the configuration file can do this; earlier sessions of 'admin' end."
        },
        mixinStandardHelpOptions = true)
final class AdminPasswordCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InvalidFileException {
        try (Database database = Database.open(DatabaseOptions.settings(options.read()))) {
            String password = new Accounts(new Access(database), InstantSource.system()).resetAdministrator();
            spec.commandLine().getOut().println(password);
            return 0;
        }
    }
}
