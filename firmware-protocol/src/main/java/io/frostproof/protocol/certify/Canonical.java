package io.frostproof.protocol.certify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.protocol.Control;
import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DecodeResult.Decoded;
import io.frostproof.protocol.DecodeResult.Rejection;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceCommand;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.DeviceTime;
import io.frostproof.protocol.Quality;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.Unit;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a message means, in the form of the golden vectors: times in microseconds, the value, the unit or null, the qualities
 * in words. It does not depend on the form of the message.
 */
public final class Canonical {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Canonical() {}

    /** A telemetry message and what of it was refused. */
    public static ObjectNode of(Decoded decoded) {
        Telemetry telemetry = decoded.telemetry();
        var id = telemetry.id();
        ObjectNode out = NODES.objectNode();
        out.put("boot", id == null ? null : id.boot());
        out.put("seq", id == null ? null : id.seq());
        out.put("next_s", telemetry.nextSeconds() == 0 ? null : telemetry.nextSeconds());
        out.put("up_ms", telemetry.sinceStart() ? telemetry.upMillis() : null);
        ArrayNode readings = out.putArray("readings");
        telemetry.samples().forEach(sample -> readings.add(of(sample)));
        ArrayNode refused = out.putArray("refused");
        decoded.rejections().forEach(rejection -> refused.add(of(rejection)));
        return out;
    }

    /** One reading. */
    public static ObjectNode of(Sample sample) {
        ObjectNode out = NODES.objectNode();
        out.put("ch", sample.channel());
        out.put("time_us", sample.timeMicros() == Sample.NO_TIME ? null : sample.timeMicros());
        out.put("value", sample.value());
        out.put("unit", ucum(sample.unit()));
        ArrayNode quality = out.putArray("quality");
        Quality.words(sample.quality()).forEach(quality::add);
        return out;
    }

    /** Why a message or a part of it was refused. */
    public static ObjectNode of(Rejection rejection) {
        return NODES.objectNode().put("reason", rejection.reason().id()).put("field", rejection.field());
    }

    /** Every message but telemetry: its JSON form, with null for what was not said. */
    public static ObjectNode of(Control control) {
        ObjectNode out = NODES.objectNode();
        switch (control) {
            case Receipt receipt -> {
                out.put("boot", receipt.upTo().boot());
                out.put("from", receipt.fromSeq());
                out.put("seq", receipt.upTo().seq());
            }
            case DeviceConfig config -> {
                out.put("version", config.version());
                out.put("report_s", config.reportSeconds() == 0 ? null : config.reportSeconds());
                out.put("sample_s", config.sampleSeconds() == 0 ? null : config.sampleSeconds());
                channels(out, config.channels());
            }
            case DeviceCommand command -> command(out, command);
            case DeviceTime time -> out.put("utc", time.utcMillis()).put("up", time.upMillis());
            case DeviceStatus status -> status(out, status);
            case DeviceAnswer answer -> {
                out.put("version", answer.version());
                out.put("id", answer.id());
                out.put("result", answer.result().word());
                out.put("field", answer.field());
                out.put("expected", answer.expected());
                out.put("count", answer.count());
            }
        }
        return out;
    }

    private static void command(ObjectNode out, DeviceCommand command) {
        out.put("id", command.id());
        switch (command) {
            case DeviceCommand.Identify identify -> out.put("do", "identify").put("for_s", identify.forSeconds());
            case DeviceCommand.Backlog backlog ->
                out.put("do", "backlog")
                        .put("boot", backlog.boot())
                        .put("from", backlog.from())
                        .put("seq", backlog.seq());
            case DeviceCommand.Report report -> out.put("do", "status");
            case DeviceCommand.Lock lock -> out.put("do", "lock").put("for_s", lock.forSeconds());
            case DeviceCommand.Buzzer buzzer -> out.put("do", "buzzer").put("for_s", buzzer.forSeconds());
        }
    }

    private static void status(ObjectNode out, DeviceStatus status) {
        var clock = status.clock();
        var oldest = status.oldest();
        out.put("state", status.state().word());
        out.put("boot", status.boot());
        out.put("conn", status.conn());
        out.put("seq", status.seq());
        out.put("up", status.upMillis());
        out.put("clock", clock == null ? null : clock.word());
        out.put("kept", status.kept());
        out.put("oldest_boot", oldest == null ? null : oldest.boot());
        out.put("oldest_seq", oldest == null ? null : oldest.seq());
        out.put("lost", status.lost());
        out.put("config", status.configVersion());
        out.put("report_s", status.reportSeconds());
        out.put("sample_s", status.sampleSeconds());
        out.put("next_s", status.nextSeconds());
        out.put("model", status.model());
        out.put("firmware", status.firmware());
        out.put("battery", status.batteryPercent());
        out.put("rssi", status.rssiDbm());
        var abilities = status.abilities();
        if (abilities != null) {
            ArrayNode words = out.putArray("abilities");
            abilities.stream().sorted().forEach(ability -> words.add(ability.word()));
        }
        channels(out, status.channels());
    }

    private static void channels(ObjectNode out, Iterable<ChannelUnit> channels) {
        ArrayNode all = NODES.arrayNode();
        for (ChannelUnit channel : channels) {
            all.addObject().put("ch", channel.channel()).put("unit", ucum(channel.unit()));
        }
        out.set("channels", all.isEmpty() ? NODES.nullNode() : all);
    }

    private static @Nullable String ucum(@Nullable Unit unit) {
        return unit == null ? null : unit.ucum();
    }

    /**
     * Whether two descriptions mean the same: null and an empty list are the same as left out, numbers are compared as 64-bit floats where one
     * of them has a fraction, and what was refused may be listed in any order.
     */
    public static boolean same(@Nullable JsonNode one, @Nullable JsonNode other) {
        if (one == null || one.isNull() || (one.isArray() && one.isEmpty())) {
            return other == null || other.isNull() || (other.isArray() && other.isEmpty());
        }
        if (other == null || other.isNull()) {
            return false;
        }
        if (one.isNumber() && other.isNumber()) {
            boolean whole = one.isIntegralNumber() && other.isIntegralNumber();
            return whole
                    ? one.bigIntegerValue().equals(other.bigIntegerValue())
                    : Double.compare(one.doubleValue(), other.doubleValue()) == 0;
        }
        if (one.isObject() && other.isObject()) {
            var names = new TreeSet<String>();
            one.fieldNames().forEachRemaining(names::add);
            other.fieldNames().forEachRemaining(names::add);
            return names.stream()
                    .allMatch(name -> name.equals("refused")
                            ? sameInAnyOrder(one.get(name), other.get(name))
                            : same(one.get(name), other.get(name)));
        }
        if (one.isArray() && other.isArray()) {
            if (one.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }

    private static boolean sameInAnyOrder(@Nullable JsonNode one, @Nullable JsonNode other) {
        return counted(one).equals(counted(other));
    }

    private static Map<String, Integer> counted(@Nullable JsonNode list) {
        var counts = new TreeMap<String, Integer>();
        if (list != null) {
            for (JsonNode element : list) {
                counts.merge(
                        element.path("reason").asText() + " "
                                + element.path("field").asText(),
                        1,
                        Integer::sum);
            }
        }
        return counts;
    }
}
