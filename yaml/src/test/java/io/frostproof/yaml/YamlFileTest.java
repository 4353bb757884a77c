package io.frostproof.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class YamlFileTest {

    @TempDir
    Path folder;

    static Stream<Arguments> textsThatAreNoFile() {
        return Stream.of(
                argumentSet("empty", "", "f.yaml: the file is empty; expected keys and values"),
                argumentSet("only a comment", "# nothing\n", "f.yaml: the file is empty; expected keys and values"),
                argumentSet(
                        "a list at the top",
                        "\n- a\n",
                        "f.yaml:2: the top level is a list; expected keys and values (key: value)"),
                argumentSet(
                        "text at the top",
                        "hello\n",
                        "f.yaml:1: the top level is plain text; expected keys and values (key: value)"),
                argumentSet(
                        "a stray colon",
                        "a: 1\nb: c: d\n",
                        "f.yaml:2: not valid YAML at column 5: a ':' where no key can be; check the indentation, or put a"
                                + " value that holds ': ' in quotes"),
                argumentSet("a tab", "a:\n\tb: 1\n", "f.yaml:2: not valid YAML at column 1: a tab; indent with spaces"),
                argumentSet(
                        "a quote left open",
                        "a: 'b\nc: d\n",
                        "f.yaml:3: not valid YAML at column 1: a quote is not closed (it began at line 1)"),
                argumentSet(
                        "a list left open",
                        "a: [1, 2\nb: 3\n",
                        "f.yaml:2: not valid YAML at column 2: a list [...] is not closed, or a comma is missing (it began"
                                + " at line 1)"),
                argumentSet(
                        "a percent sign without quotes",
                        "a: %\n",
                        "f.yaml:1: not valid YAML at column 4: a value begins with a character that has a meaning in YAML;"
                                + " put it in quotes"),
                argumentSet(
                        "an anchor",
                        "a: &x 1\nb: 2\n",
                        "f.yaml:1: anchors and aliases (&name, *name) are not supported; write the value out, in quotes if"
                                + " it begins so"),
                argumentSet(
                        "an alias",
                        "a: *hunter2\n",
                        "f.yaml:1: anchors and aliases (&name, *name) are not supported; write the value out, in quotes if"
                                + " it begins so"),
                argumentSet(
                        "a tag",
                        "a: !!str 1\n",
                        "f.yaml:1: tags such as !!str are not supported; write the plain value"),
                argumentSet(
                        "a second document",
                        "a: 1\n---\nb: 1\n",
                        "f.yaml:2: a second document begins here ('---'); expected one document per file"),
                argumentSet(
                        "a list as a key", "? [a]\n: 1\n", "f.yaml:1: a list or a mapping as a key; expected a word"),
                argumentSet(
                        "a control character",
                        "a: 1\nb: \u0007\n",
                        "f.yaml:2: not valid YAML: the character U+0007 may not stand in a YAML file"));
    }

    @ParameterizedTest
    @MethodSource("textsThatAreNoFile")
    void saysInOneProblemWhyATextIsNoFile(String text, String problem) {
        assertThatThrownBy(() -> open(text))
                .isInstanceOf(InvalidFileException.class)
                .hasMessage(problem);
    }

    @Test
    void saysWhichByteIsNotUtf8() {
        byte[] latin1 = "a: 1\nb: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> YamlFile.open(new ByteArrayInputStream(latin1), new Problems("f.yaml")))
                .hasMessage("f.yaml:2: not UTF-8 text: byte 0xE9; save the file as UTF-8");
    }

    @Test
    void saysThatTextEndsInTheMiddleOfACharacter() {
        byte[] cut = {'a', ':', ' ', (byte) 0xC3};

        assertThatThrownBy(() -> YamlFile.open(new ByteArrayInputStream(cut), new Problems("f.yaml")))
                .hasMessage("f.yaml:1: not UTF-8 text: byte 0xC3; save the file as UTF-8");
    }

    @Test
    void readsAFileWithAByteOrderMark() throws Exception {
        assertThat(open("\uFEFFa: 1\n").text("a")).isEqualTo("1");
    }

    @Test
    void saysThatAFileIsMissingOrAFolder() {
        Path missing = folder.resolve("none.yaml");

        assertThatThrownBy(() -> YamlFile.open(missing, new Problems("none.yaml")))
                .hasMessage("none.yaml: no such file: " + missing);
        assertThatThrownBy(() -> YamlFile.open(folder, new Problems("x")))
                .hasMessage("x: it is a folder; expected a file");
    }

    @Test
    void refusesAFileThatIsTooLargeWithoutReadingAllOfIt() throws IOException {
        Path large = folder.resolve("large.yaml");
        Files.write(large, new byte[YamlFile.LARGEST_BYTES + 1]);

        assertThatThrownBy(() -> YamlFile.open(large, new Problems("large.yaml")))
                .hasMessage("large.yaml: larger than 16 MiB");
    }

    @Test
    void takesNestingUpToTheLimitAndNoDeeper() throws Exception {
        // The top mapping is one level.
        String deepest = "a: " + "[".repeat(49) + "]".repeat(49);
        assertThat(open(deepest).line()).isEqualTo(1);

        String tooDeep = "a: " + "[".repeat(1_000_000);
        assertThatThrownBy(() -> open(tooDeep)).hasMessage("f.yaml:1: nested deeper than 50 levels");
    }

    @Test
    void boundsTheNumberOfValues() {
        String many = "a: [" + "1,".repeat(YamlTree.MOST_NODES + 1) + "]";

        assertThatThrownBy(() -> open(many)).hasMessageContaining("more than 2000000 values");
    }

    @Test
    void survivesEveryTruncationAndMutationOfAFile() throws Exception {
        String text = "a: {b: [1, \"x\", 'y'], c: |\n  text\n}\nd:\n  - e: 1\n    f: !t 2\n  - &g h\n? i\n: *g\n";
        List<Character> signs =
                List.of('\0', '\t', '\n', '"', '\'', '[', '}', ':', '&', '*', '!', '%', '|', '-', '\u00e9');
        for (int at = 0; at <= text.length(); at++) {
            openOrRefuse(text.substring(0, at));
            for (char sign : signs) {
                openOrRefuse(text.substring(0, at) + sign + text.substring(Math.min(at + 1, text.length())));
            }
        }
    }

    private static void openOrRefuse(String text) throws IOException {
        try {
            open(text);
        } catch (InvalidFileException e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }

    private static Fields open(String text) throws InvalidFileException, IOException {
        return YamlFile.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), new Problems("f.yaml"));
    }
}
