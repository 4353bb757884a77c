package io.frostproof.store;

import static io.frostproof.store.PageCursor.Kind.NUMBER;
import static io.frostproof.store.PageCursor.Kind.TEXT;
import static io.frostproof.store.PageCursor.Kind.TIME;
import static io.frostproof.store.PageCursor.Kind.UUID;
import static io.frostproof.store.PageCursor.Part.ascending;
import static io.frostproof.store.PageCursor.Part.descending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCursorTest {

    private static final PageCursor ORDER = PageCursor.of(
            "things",
            descending("t.time", TIME),
            ascending("t.name", TEXT),
            ascending("t.no", NUMBER),
            ascending("t.id", UUID));
    private static final List<Object> VALUES = List.of(
            Instant.parse("2026-11-21T10:00:00.000001Z"),
            "K\u00fchlraum, 1\u00b0",
            -7L,
            java.util.UUID.fromString("0190a5c4-0000-7000-8000-000000000001"));

    @Test
    void readsWhatItWrote() {
        String cursor = ORDER.write(VALUES);

        assertThat(ORDER.read(cursor)).isEqualTo(VALUES);
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void refusesCursorOfAnotherList() {
        String other = PageCursor.of("others", descending("t.time", TIME)).write(List.of(Instant.EPOCH));

        assertThatThrownBy(() -> ORDER.read(other))
                .isInstanceOf(IllegalCursorException.class)
                .hasMessage("cursor '" + other
                        + "' is of another list than things; expected the 'next' of the page before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "x", "_w", " ", "dGhpbmdz", "a b"})
    void refusesWhatIsNoCursor(String text) {
        assertThatThrownBy(() -> ORDER.read(text))
                .isInstanceOf(IllegalCursorException.class)
                .hasMessageStartingWith("cursor '" + text + "' is ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "things\0soon\0name\0001\00000000000-0000-0000-0000-000000000000",
                "things\0000\0name\0one\00000000000-0000-0000-0000-000000000000",
                "things\0000\0name\0001\0x",
                "things\0" + Long.MAX_VALUE + "\0name\0001\00000000000-0000-0000-0000-000000000000",
            })
    void refusesForgedValues(String text) {
        String forged = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> ORDER.read(forged))
                .isInstanceOf(IllegalCursorException.class)
                .hasMessageContaining(" holds ");
    }

    @Test
    void comparesRowsWhereTheOrderHasOneDirection() {
        var order = PageCursor.of("ids", descending("t.time", TIME), descending("t.no", NUMBER));
        var filter = new Filter();

        order.after(order.write(List.of(Instant.EPOCH, 3L)), filter);

        assertThat(order.orderBy()).isEqualTo("t.time desc, t.no desc");
        assertThat(filter.where()).isEqualTo(" where (t.time, t.no) < (?, ?)");
        assertThat(filter.parameters()).containsExactly(Instant.EPOCH, 3L);
    }

    @Test
    void comparesPartByPartWhereDirectionsDiffer() {
        var order = PageCursor.of("ids", descending("t.time", TIME), ascending("t.id", TEXT));
        var filter = new Filter().and("t.state = ?", "open");

        order.after(order.write(List.of(Instant.EPOCH, "a")), filter);

        assertThat(order.orderBy()).isEqualTo("t.time desc, t.id collate \"C\"");
        assertThat(filter.where())
                .isEqualTo(" where t.state = ? and (t.time <= ? and (t.time < ? or t.id collate \"C\" > ?))");
        assertThat(filter.parameters()).containsExactly("open", Instant.EPOCH, Instant.EPOCH, "a");
    }

    @Test
    void addsNoConditionOnTheFirstPage() {
        var filter = new Filter();

        ORDER.after(null, filter);

        assertThat(filter.where()).isEmpty();
        assertThat(filter.parameters()).isEmpty();
    }

    @Test
    void handsOutCursorOnlyWhileMoreFollows() {
        var order = PageCursor.of("ids", ascending("t.id", TEXT));

        Page<String> full = order.page(PageRequest.first(2), List.of("a", "b", "c"), List::of);
        Page<String> last = order.page(PageRequest.first(2), List.of("a", "b"), List::of);

        assertThat(full.items()).containsExactly("a", "b");
        assertThat(full.next()).isEqualTo(order.write(List.of("b")));
        assertThat(last.items()).containsExactly("a", "b");
        assertThat(last.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void refusesLimitsOutOfRange(int limit) {
        assertThatThrownBy(() -> PageRequest.first(limit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit " + limit + ": expected 1 to 1000");
    }
}
