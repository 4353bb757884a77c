package io.frostproof.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandIT {

    private static final String PASSWORD = "correct horse";

    private final TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);
    private final String url = server.newDatabase("users");

    @TempDir
    Path folder;

    /** What a run of the command ended with. */
    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void configure() throws Exception {
        Files.writeString(
                folder.resolve("frostproof.yaml"),
                "database: {url: \"" + url + "\", user: " + server.user() + ", password: \"" + server.password()
                        + "\"}\nmqtt: {url: \"tcp://127.0.0.1:1\"}\n");
    }

    private Run run(String standardInput, String... arguments) {
        var all = new ArrayList<>(List.of("user"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", folder.resolve("frostproof.yaml").toString()));
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)));
            System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
            int exitCode = Frostproof.run(all.toArray(String[]::new));
            return new Run(
                    exitCode, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }

    private List<String> events() throws Exception {
        var events = new ArrayList<String>();
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select actor || ' ' || event || ' ' || subject from account_event order by id")) {
            while (rows.next()) {
                events.add(rows.getString(1));
            }
        }
        return events;
    }

    @Test
    void addsListsChangesAndRemovesUsers() throws Exception {
        assertThat(run(PASSWORD + "\n", "put", "root", "--role", "administrator", "--password")
                        .out())
                .contains("root added as administrator");
        assertThat(run(PASSWORD + "\n", "put", "ann", "--role", "viewer", "--password")
                        .exitCode())
                .isZero();
        assertThat(run("", "put", "ann", "--role", "qa").out()).contains("ann is qa");
        // The log of the tests may go to the same stream.
        assertThat(run("", "list").out().lines().filter(line -> line.contains("\t")))
                .allSatisfy(line -> assertThat(line).matches("[a-z]+\t[a-z]+\t20[0-9-]+T[0-9:.]+Z"));
        assertThat(run("", "list")
                        .out()
                        .lines()
                        .filter(line -> line.contains("\t"))
                        .map(line -> line.replaceFirst("\t[^\t]*$", "").replace('\t', ' ')))
                .containsExactly("ann qa", "root administrator");
        assertThat(run("", "remove", "ann").out()).contains("ann removed");
        assertThat(events())
                .containsExactly(
                        "(command line) user_added root",
                        "(command line) user_added ann",
                        "(command line) role_changed ann",
                        "(command line) user_removed ann");
    }

    @Test
    void saysWhyItDoesNot() {
        assertThat(run("", "put", "ann", "--role", "viewer"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(1))
                .satisfies(run -> assertThat(run.err()).contains("there is no user ann", "--password"));
        assertThat(run("", "put", "ann", "--role", "owner").err())
                .contains("'owner' is no role; expected one of viewer, operator, qa, auditor, administrator");
        Run tooShort = run("short-1\n", "put", "ann", "--role", "viewer", "--password");
        assertThat(tooShort.exitCode()).isEqualTo(2);
        assertThat(tooShort.err()).contains("12 to 200 characters").doesNotContain("short-1");
        assertThat(run("", "put", "ann", "--role", "viewer", "--password").err())
                .contains("expected one line on standard input");
        run(PASSWORD + "\n", "put", "root", "--role", "administrator", "--password");
        assertThat(run("", "remove", "root").err()).contains("root is the last administrator");
        assertThat(run("", "remove", "bob").err()).contains("there is no user bob");
    }
}
