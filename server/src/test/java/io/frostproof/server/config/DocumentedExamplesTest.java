package io.frostproof.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.server.network.NetworkSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows is what the program reads. */
final class DocumentedExamplesTest {

    /** Tests run in the folder of their module. */
    private static final Path DOCS = Path.of("..", "docs");

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void readsTheNetworkOfTheDocumentation() throws Exception {
        Path file = folder.resolve("network.yaml");
        Files.writeString(file, exampleOf("network-file.md"));

        assertThat(NetworkSummary.of(NetworkFile.read(file)).describe())
                .isEqualTo(
                        "1 region with 1 node; 1 cold unit and 0 generators, watched by 1 device with 1 channel after 1"
                                + " storage profile; 1 product in 1 lot and 1 handling unit, moved 1 time.");
    }

    @Test
    void documentsEveryBuiltinProfile() throws Exception {
        String page = Files.readString(DOCS.resolve("network-file.md"));

        assertThat(NetworkFile.builtinProfiles())
                .extracting(StorageProfile::id)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(page).contains("| `" + id + "` |"));
    }

    /** Each row of the table of conditions: its rule can be read, and the profiles that it names have its slot. */
    @Test
    void readsEveryRuleOfTheTableOfConditionsAndFindsItInTheProfilesThatItNames() throws Exception {
        Matcher row = Pattern.compile("^\\|[^|]*\\|[^|]*`(\\{slot: (\\w+),[^`]*)` \\|([^|]*)\\|", Pattern.MULTILINE)
                .matcher(Files.readString(DOCS.resolve("conditions.md")));
        int rows = 0;
        while (row.find()) {
            rows++;
            String slot = row.group(2);
            String file = """
                    frostproof_network: 1
                    profiles:
                      - id: mine
                        name: Mine
                        source: the table
                        conditions:
                          - %s
                    """.formatted(row.group(1));
            assertThat(NetworkFile.readText("table.yaml", file).profiles())
                    .singleElement()
                    .extracting(profile -> profile.conditions().getFirst().slot())
                    .isEqualTo(slot);
            Matcher named = Pattern.compile("`([a-z0-9-]+)`").matcher(row.group(3));
            boolean found = false;
            boolean any = false;
            while (named.find()) {
                String id = named.group(1);
                StorageProfile profile = NetworkFile.builtinProfiles().stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no profile " + id));
                any = true;
                found |= profile.conditions().stream()
                        .anyMatch(condition -> condition.slot().equals(slot));
            }
            assertThat(found || !any).as(row.group()).isTrue();
        }
        assertThat(rows).isGreaterThan(15);
    }

    @Test
    void readsTheConfigurationOfTheDocumentation() throws Exception {
        Files.writeString(folder.resolve("database-password"), "secret\n");
        Path file = folder.resolve("frostproof.yaml");
        Files.writeString(file, exampleOf("configuration.md"));

        assertThat(ServerConfigFile.read(file).database().password()).contains(new Secret("secret"));
    }

    @Test
    void documentsEveryKeyOfTheConfiguration() throws Exception {
        String page = Files.readString(DOCS.resolve("configuration.md"));
        String example = Files.readString(Path.of("src/main/resources/config/frostproof.example.yaml"));

        Matcher key =
                Pattern.compile("^[ #]*([a-z_]+):( |$)", Pattern.MULTILINE).matcher(example);
        while (key.find()) {
            assertThat(page).contains(key.group(1));
        }
    }

    private static String exampleOf(String page) throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(DOCS.resolve(page)));
        assertThat(example.find()).as(page).isTrue();
        return example.group(1);
    }
}
