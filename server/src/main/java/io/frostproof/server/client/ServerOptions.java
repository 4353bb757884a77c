package io.frostproof.server.client;

import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** Which server, who asks, and how the answer is shown: what all of these commands share. */
final class ServerOptions {

    static final String SERVER_VARIABLE = "FROSTPROOF_SERVER";
    static final String TOKEN_VARIABLE = "FROSTPROOF_TOKEN";
    private static final String USUAL_SERVER = "http://127.0.0.1:8080";

    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description =
                    "address of the server (default: FROSTPROOF_SERVER of the environment, else " + USUAL_SERVER + ")")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "file that holds an API token (default: the token in FROSTPROOF_TOKEN of the environment;"
                    + " without one, user and password are asked for)")
    private @Nullable Path tokenFile;

    @Option(names = "--user", scope = ScopeType.INHERIT, paramLabel = "NAME", description = "user to sign in as")
    private @Nullable String user;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "print what the API answers, as JSON")
    private boolean json;

    boolean json() {
        return json;
    }

    /**
     * Connects with the token, or signs in.
     *
     * @throws ParameterException if it is not said who asks, or where
     */
    ApiClient connect(CommandSpec spec) throws IOException, InterruptedException {
        return connect(spec, System.getenv(), terminal().orElse(null));
    }

    ApiClient connect(CommandSpec spec, Map<String, String> environment, @Nullable Console console)
            throws IOException, InterruptedException {
        String address = server == null ? environment.getOrDefault(SERVER_VARIABLE, USUAL_SERVER) : server;
        check(spec, address);
        if (tokenFile != null) {
            return ApiClient.withToken(address, token(spec, tokenFile));
        }
        String token = environment.getOrDefault(TOKEN_VARIABLE, "").trim();
        if (!token.isEmpty()) {
            return ApiClient.withToken(address, sendable(spec, TOKEN_VARIABLE, token));
        }
        if (console == null) {
            throw new ParameterException(
                    spec.commandLine(), "who asks? Set FROSTPROOF_TOKEN, or name a file with --token-file");
        }
        String name = user == null ? console.readLine("User at %s: ", address) : user;
        char[] password = name == null ? null : console.readPassword("Password: ");
        if (name == null || password == null) {
            throw new ParameterException(spec.commandLine(), "no user and password were given");
        }
        return ApiClient.signIn(address, name, new String(password));
    }

    private static void check(CommandSpec spec, String address) {
        try {
            URI uri = URI.create(address);
            String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the message that says what was expected
        }
        throw new ParameterException(
                spec.commandLine(), "server: was '" + address + "', expected a URL such as " + USUAL_SERVER);
    }

    private static String token(CommandSpec spec, Path file) {
        String token;
        try {
            token = Files.readString(file).trim();
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--token-file: '" + file + "' cannot be read", e);
        }
        return sendable(spec, "--token-file", token);
    }

    /** Never shows the token. */
    private static String sendable(CommandSpec spec, String source, String token) {
        if (!token.matches("[!-~]+")) {
            throw new ParameterException(
                    spec.commandLine(), source + ": expected a token, which is one line of letters and digits");
        }
        return token;
    }

    /** Width for tables: that of the terminal, and no limit where the output is none. */
    static int width(CommandSpec spec) {
        String columns = Objects.requireNonNullElse(System.getenv("COLUMNS"), "");
        if (columns.matches("[1-9][0-9]{0,4}")) {
            return Integer.parseInt(columns);
        }
        return terminal().isPresent() ? spec.usageMessage().width() : Table.UNLIMITED;
    }

    /** The terminal, if both input and output of this command are one. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 went back to answering null
    private static Optional<Console> terminal() {
        Console console = System.console();
        return console != null && console.isTerminal() ? Optional.of(console) : Optional.empty();
    }
}
