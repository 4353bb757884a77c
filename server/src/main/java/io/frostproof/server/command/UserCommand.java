package io.frostproof.server.command;

import io.frostproof.server.access.Accounts;
import io.frostproof.server.access.Role;
import io.frostproof.server.access.UserPut;
import io.frostproof.store.Access;
import io.frostproof.store.Database;
import io.frostproof.store.Page;
import io.frostproof.store.PageRequest;
import io.frostproof.yaml.InvalidFileException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Users without the API: for the first ones of a server, and for machines without a screen. */
@Command(
        name = "user",
        description = {
            "List, add, change or remove users, in the database itself; the server may run meanwhile.",
            "Who can read the configuration file can do this."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | put | remove)",
        subcommands = {UserCommand.ListUsers.class, UserCommand.Put.class, UserCommand.Remove.class})
final class UserCommand {

    private static final String ACTOR = "(command line)";

    @Command(
            name = "list",
            description = "Print name, role and the time it was added of every user, by name, separated by tabs.",
            mixinStandardHelpOptions = true)
    static final class ListUsers implements Callable<Integer> {
        @Mixin
        private DatabaseOptions options = new DatabaseOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws InvalidFileException {
            PrintWriter out = spec.commandLine().getOut();
            try (Database database = Database.open(DatabaseOptions.settings(options.read()))) {
                var access = new Access(database);
                @Nullable String next = null;
                do {
                    Page<Access.User> page = access.users(new PageRequest(PageRequest.MOST, next));
                    page.items()
                            .forEach(user -> out.println(user.name() + "\t" + user.role() + "\t" + user.createdAt()));
                    next = page.next();
                } while (next != null);
            }
            return 0;
        }
    }

    @Command(
            name = "put",
            description = {
                "Add a user, or change the role of one, and with --password also the password; its sessions end then.",
                "The password is asked for at the terminal, or read as one line from standard input where there is none."
            },
            mixinStandardHelpOptions = true)
    static final class Put implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "name of the user")
        private String name = "";

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                completionCandidates = Roles.class,
                description = "one of ${COMPLETION-CANDIDATES} (docs/access.md)")
        private String role = "";

        @Option(names = "--password", description = "ask for a password; needed for a new user")
        private boolean password;

        @Mixin
        private DatabaseOptions options = new DatabaseOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws InvalidFileException {
            Role wanted = Role.of(role)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "--role: '" + role + "' is no role; expected one of " + String.join(", ", new Roles())));
            var config = options.read();
            Optional<String> secret =
                    password ? Optional.of(PasswordPrompt.ask("password of " + name)) : Optional.empty();
            try (Database database = Database.open(DatabaseOptions.settings(config))) {
                var accounts = new Accounts(new Access(database), InstantSource.system());
                switch (accounts.put(name, wanted, secret, ACTOR)) {
                    case UserPut.Saved saved ->
                        spec.commandLine()
                                .getOut()
                                .println(name
                                        + (saved.added() ? " added as " : " is ")
                                        + saved.user().role());
                    case UserPut.NeedsPassword needsPassword ->
                        throw new CommandFailedException(
                                "there is no user " + name + "; to add one, give --password as well");
                    case UserPut.LastAdministrator last ->
                        throw new CommandFailedException(name + " is the last administrator; make another one first");
                    case UserPut.Busy busy -> throw new CommandFailedException("interrupted");
                }
                return 0;
            }
        }
    }

    @Command(
            name = "remove",
            description = "Remove a user with all sessions and API tokens. What the user did stays on record.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "name of the user")
        private String name = "";

        @Mixin
        private DatabaseOptions options = new DatabaseOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws InvalidFileException {
            try (Database database = Database.open(DatabaseOptions.settings(options.read()))) {
                var accounts = new Accounts(new Access(database), InstantSource.system());
                switch (accounts.remove(name, ACTOR)) {
                    case REMOVED -> spec.commandLine().getOut().println(name + " removed");
                    case UNKNOWN -> throw new CommandFailedException("there is no user " + name);
                    case LAST_ADMINISTRATOR ->
                        throw new CommandFailedException(name + " is the last administrator; make another one first");
                    case ONESELF -> throw new CommandFailedException("nobody removes himself");
                }
                return 0;
            }
        }
    }

    /** The words for {@code --role}. */
    static final class Roles implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Role.values()).map(Role::id).iterator();
        }
    }
}
