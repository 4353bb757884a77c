package io.frostproof.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes each event in the format that {@link LogFormat} says at that moment. An event is one line whatever its values contain; only a
 * stack trace follows it in text. For Logback, which makes it by its name.
 */
public final class EventEncoder extends EncoderBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Set<String> OURS = Set.of("time", "level", "logger", "message", "error", "stack");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public byte[] encode(ILoggingEvent event) {
        String text = switch (LogFormat.current()) {
            case TEXT -> text(event);
            case JSON -> json(event);
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(ILoggingEvent event) {
        var line = new StringBuilder();
        line.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
                .append(String.format(Locale.ROOT, " %-5s ", event.getLevel()))
                .append(logger(event))
                .append(' ')
                .append(fields(event)
                        .map(EventEncoder::pairs)
                        .orElseGet(() -> oneLine(String.valueOf(event.getFormattedMessage()))))
                .append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(ThrowableProxyUtil.asString(thrown));
        }
        return line.toString();
    }

    static String json(ILoggingEvent event) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        object.put("level", event.getLevel().toString());
        object.put("logger", logger(event));
        fields(event)
                .ifPresentOrElse(
                        fields -> fields.forEach((key, value) ->
                                object.put(OURS.contains(key) ? "event_" + key : key, jsonValue(value))),
                        () -> object.put("message", event.getFormattedMessage()));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            object.put("error", thrown.getClassName() + ": " + thrown.getMessage());
            object.put("stack", ThrowableProxyUtil.asString(thrown));
        }
        try {
            return MAPPER.writeValueAsString(object) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, numbers and truth values can always be written", e);
        }
    }

    private static Optional<Map<String, @Nullable Object>> fields(ILoggingEvent event) {
        return EventFields.of(String.valueOf(event.getMessage()), event.getArgumentArray());
    }

    private static String logger(ILoggingEvent event) {
        String name = event.getLoggerName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String pairs(Map<String, @Nullable Object> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + textValue(String.valueOf(field.getValue())))
                .collect(Collectors.joining(" "));
    }

    private static String textValue(String value) {
        String line = oneLine(value);
        boolean bare = !line.isEmpty() && line.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=');
        return bare ? line : '"' + line.replace("\"", "\\\"") + '"';
    }

    private static @Nullable Object jsonValue(@Nullable Object value) {
        return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /** A value must not be able to begin a line of its own. */
    private static String oneLine(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
