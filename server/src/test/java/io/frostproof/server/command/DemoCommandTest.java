package io.frostproof.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that are none of the demo's are refused before anything is started. */
class DemoCommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --dark-after | -1                    | seconds from 0 to 604800
            --dark-after | 604801                | seconds from 0 to 604800
            --dark-after | 9223372036854775807   | seconds from 0 to 604800
            --dark-after | 99999999999999999999  | seconds from 0 to 604800
            --dark-after | 4m                    | seconds from 0 to 604800
            --dark-after | ''                    | seconds from 0 to 604800
            --timeout    | 0                     | seconds from 1 to 604800
            --timeout    | -5                    | seconds from 1 to 604800
            --timeout    | 1e3                   | seconds from 1 to 604800
            --port       | -1                    | a port number from 0 to 65535
            --port       | 65536                 | a port number from 0 to 65535
            --mqtt-port  | 70000                 | a port number from 0 to 65535
            --mqtt-port  | mqtt                  | a port number from 0 to 65535
            """)
    void aNumberOutOfRangeNamesOptionValueAndRange(String option, String value, String expected, @TempDir Path folder) {
        var out = new StringWriter();
        var err = new StringWriter();
        Path data = folder.resolve("demo");

        int code = Frostproof.run(new PrintWriter(out), new PrintWriter(err), new String[] {
            "demo", "--data", data.toString(), option + "=" + value
        });

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines().findFirst())
                .hasValueSatisfying(
                        line -> assertThat(line).endsWith(option + " was '" + value + "', expected " + expected));
        assertThat(out.toString()).isEmpty();
        assertThat(data).doesNotExist();
    }
}
