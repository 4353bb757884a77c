package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What the pages promise about their own files. */
class ShippedPagesTest {

    /** The bar of the issue is 300 kB for a whole page with its data; an overview of 2,000 units takes some 45 kB of it. */
    private static final int ASSETS_AT_MOST_BYTES = 250_000;

    private static final Pattern VENDORED = Pattern.compile("^\\| `([^`]+)` \\|.*\\| `([0-9a-f]{64})` \\|$");
    private static final Pattern STATIC_IMPORT =
            Pattern.compile("(?:from|import)\\s*\\(?\\s*\"(\\.[^\"]+\\.js)\"", Pattern.MULTILINE);

    @Test
    void keepsEveryVendoredLibraryAsItWasReleased() throws IOException {
        Path vendor = web().resolve("assets/vendor");
        var listed = new TreeMap<String, String>();
        for (String line : Files.readAllLines(vendor.resolve("README.md"))) {
            Matcher row = VENDORED.matcher(line);
            if (row.matches()) {
                listed.put(row.group(1), row.group(2));
            }
        }
        var there = new TreeMap<String, String>();
        for (Path file : files(vendor)) {
            String name = vendor.relativize(file).toString();
            if (name.endsWith(".js") || name.endsWith(".css")) {
                there.put(name, sha256(Files.readAllBytes(file)));
                assertThat(file.resolveSibling("LICENSE")).isNotEmptyFile();
            }
        }
        assertThat(there).isNotEmpty().isEqualTo(listed);
    }

    @Test
    void staysLightEnoughForAPhoneAtADock() throws IOException {
        long compressed = 0;
        for (Path file : files(web())) {
            if (!file.endsWith("LICENSE") && !file.endsWith("README.md")) {
                compressed += gzip(Files.readAllBytes(file));
            }
        }
        assertThat(compressed).isLessThan(ASSETS_AT_MOST_BYTES);
    }

    @Test
    void hasNothingInlineThatTheContentSecurityPolicyForbids() throws IOException {
        for (Path file : files(web())) {
            String name = web().relativize(file).toString();
            if (name.startsWith("assets/vendor") || !(name.endsWith(".html") || name.endsWith(".js"))) {
                continue;
            }
            assertThat(Files.readString(file))
                    .as(name)
                    .doesNotContainPattern("<style[ >]")
                    .doesNotContainPattern("\\sstyle=\"")
                    .doesNotContainPattern("<script>")
                    .doesNotContainPattern("\\son[a-z]+=\"")
                    .doesNotContain("javascript:");
        }
    }

    @Test
    void importsOnlyModulesThatAreThere() throws IOException {
        var missing = new TreeSet<String>();
        for (Path file : files(web().resolve("assets/js"))) {
            Matcher imported = STATIC_IMPORT.matcher(Files.readString(file));
            while (imported.find()) {
                Path target = Objects.requireNonNull(file.getParent())
                        .resolve(imported.group(1))
                        .normalize();
                if (!Files.isRegularFile(target)) {
                    missing.add(web().relativize(file) + " imports " + imported.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void namesOnlyFilesThatAreThereInTheShell() throws IOException {
        Matcher named =
                Pattern.compile("(?:href|src)=\"/([^\"]+)\"").matcher(Files.readString(web().resolve("index.html")));
        int names = 0;
        while (named.find()) {
            names++;
            assertThat(web().resolve(named.group(1))).isRegularFile();
        }
        assertThat(names).isGreaterThan(10);
    }

    /** Otherwise a browser finds them one import after the other, and asks for each when it has read the one before. */
    @Test
    void preloadsExactlyWhatTheOverviewIsMadeOf() throws IOException {
        Matcher preloaded = Pattern.compile("rel=\"modulepreload\" href=\"/([^\"]+)\"")
                .matcher(Files.readString(web().resolve("index.html")));
        var named = new TreeSet<Path>();
        while (preloaded.find()) {
            named.add(web().resolve(preloaded.group(1)));
        }
        Path main = web().resolve("assets/js/main.js");
        var needed = new TreeSet<Path>();
        collectImports(main, needed);
        collectImports(web().resolve("assets/js/pages/overview.js"), needed);
        needed.remove(main); // a script of its own
        assertThat(named).isEqualTo(needed);
    }

    private static void collectImports(Path module, Set<Path> found) throws IOException {
        if (found.add(module)) {
            Matcher imported = Pattern.compile("^import\\b[^;(]*?\"(\\.[^\"]+)\"", Pattern.MULTILINE)
                    .matcher(Files.readString(module));
            while (imported.find()) {
                collectImports(
                        Objects.requireNonNull(module.getParent())
                                .resolve(imported.group(1))
                                .normalize(),
                        found);
            }
        }
    }

    private static Path web() {
        try {
            return Objects.requireNonNull(
                    Path.of(Objects.requireNonNull(ShippedPagesTest.class.getResource("/web/index.html"))
                                    .toURI())
                            .getParent());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static int gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.size();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
