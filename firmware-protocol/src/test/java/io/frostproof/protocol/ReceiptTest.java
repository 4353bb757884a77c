package io.frostproof.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {

    @Test
    void readsAndWritesTheExampleOfTheContract() {
        Receipt receipt = new Receipt(new MessageId(7, 1042));

        assertThat(new String(receipt.encode(), UTF_8)).isEqualTo("{\"boot\":7,\"from\":0,\"seq\":1042}");
        assertThat(Receipt.decode(receipt.encode())).contains(receipt);
    }

    @Test
    void ignoresFieldsOfALaterVersion() {
        assertThat(Receipt.decode("{\"seq\":2,\"stored\":[1],\"boot\":1}".getBytes(UTF_8)))
                .contains(new Receipt(new MessageId(1, 2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"boot\":1}",
                "{\"boot\":1,\"seq\":null}",
                "{\"boot\":1,\"seq\":-1}",
                "{\"boot\":\"1\",\"seq\":1}",
                "{\"boot\":1,\"seq\":1}x",
                "{\"boot\":1,\"seq\":1"
            })
    void ignoresWhatIsNoReceipt(String payload) {
        assertThat(Receipt.decode(payload.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void coversItsOwnBootUpToItsSequenceOnly() {
        Receipt receipt = new Receipt(new MessageId(7, 10));

        assertThat(receipt.covers(new MessageId(7, 0))).isTrue();
        assertThat(receipt.covers(new MessageId(7, 10))).isTrue();
        assertThat(receipt.covers(new MessageId(7, 11))).isFalse();
        assertThat(receipt.covers(new MessageId(6, 5))).isFalse();
        assertThat(receipt.covers(new MessageId(8, 5))).isFalse();
    }

    @Test
    void coversNothingBeforeItsFirstMessage() {
        Receipt receipt = new Receipt(new MessageId(7, 10), 5);
        assertThat(Receipt.decode(receipt.encode())).contains(receipt);
        assertThat(receipt.covers(new MessageId(7, 4))).isFalse();
        assertThat(receipt.covers(new MessageId(7, 5))).isTrue();
    }
}
