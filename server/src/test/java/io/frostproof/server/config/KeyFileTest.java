package io.frostproof.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.yaml.InvalidFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    Path folder;

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("keys"), text);
    }

    @Test
    void readsALineForEachDevice() throws Exception {
        assertThat(KeyFile.read(file("# keys of the pop-up\n\nlocker-7 " + KEY + "\r\n  locker-8\t" + KEY + "  \n")))
                .containsOnlyKeys("locker-7", "locker-8");
    }

    @Test
    void saysEverythingThatIsWrongAndNeverAKey() throws Exception {
        String tooShort = Base64.getEncoder().encodeToString(new byte[15]);
        Path file = file("a " + KEY + "\na " + KEY + "\nb " + tooShort + "\nc %%%\nd\n");
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessage("""
                        keys:2: a has a second key, expected one for each device
                        keys:3: the key of b has 15 bytes, expected 16 to 64
                        keys:4: the key of c is not base64
                        keys:5: 1 words, expected two: a device id and its key in base64""");
    }

    @Test
    void aFileThatCannotBeReadIsAProblemOfItsOwn() {
        assertThatThrownBy(() -> KeyFile.read(folder.resolve("nowhere")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessage("nowhere: cannot be read (NoSuchFileException)");
    }
}
