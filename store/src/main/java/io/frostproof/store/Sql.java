package io.frostproof.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Small helpers over JDBC: parameters by Java type, rows by function, time always as UTC with microseconds. */
final class Sql {

    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Sql() {}

    /** Reads one row. */
    interface Row<T extends @Nullable Object> {
        T read(ResultSet row) throws SQLException;
    }

    static <T extends @Nullable Object> List<T> list(
            Connection connection, Row<T> reader, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                var result = new ArrayList<T>();
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
                return result;
            }
        }
    }

    static <T extends @Nullable Object> @Nullable T first(
            Connection connection, Row<T> reader, String sql, @Nullable Object... parameters) throws SQLException {
        List<T> rows = list(connection, reader, sql, parameters);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /** A statement that always answers one number. */
    static long number(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        Long number = first(connection, row -> row.getLong(1), sql, parameters);
        if (number == null) {
            throw new SQLException("no row from: " + sql);
        }
        return number;
    }

    static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Runs a statement once for each row of parameters, in one conversation with the database. */
    static void batch(Connection connection, String sql, List<@Nullable Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            int index = i + 1;
            switch (parameters[i]) {
                case null -> statement.setNull(index, Types.NULL);
                case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
                case Json json -> statement.setObject(index, json.text(), Types.OTHER);
                case Array array ->
                    statement.setArray(index, statement.getConnection().createArrayOf(array.type(), elements(array)));
                case Object other -> statement.setObject(index, other);
            }
        }
    }

    /** The driver sends an array of strings as it is; of objects it makes one long text, which the database has to take apart. */
    private static @Nullable Object[] elements(Array array) {
        return array.type().equals("text")
                ? array.values().toArray(String[]::new)
                : array.values().toArray();
    }

    /** A value for a {@code jsonb} parameter. */
    record Json(String text) {}

    /** A value for an array parameter. */
    record Array(String type, List<?> values) {}

    static Array texts(List<String> values) {
        return new Array("text", values);
    }

    static Array integers(List<Integer> values) {
        return new Array("integer", values);
    }

    static Json json(Object value) {
        try {
            return new Json(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass(), e);
        }
    }

    static <T> T fromJson(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot read a " + type.getSimpleName() + " from the database", e);
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static long micros(ResultSet row, String column) throws SQLException {
        return micros(instant(row, column));
    }

    static @Nullable Long microsOrNull(ResultSet row, String column) throws SQLException {
        Instant instant = instantOrNull(row, column);
        return instant == null ? null : micros(instant);
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static @Nullable Instant instantOrNull(@Nullable Long micros) {
        return micros == null ? null : instant(micros);
    }

    static Timestamp timestamp(long micros) {
        return Timestamp.from(instant(micros));
    }
}
