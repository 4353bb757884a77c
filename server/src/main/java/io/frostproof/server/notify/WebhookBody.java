package io.frostproof.server.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.NoticeText;
import io.frostproof.alerts.probe.CameOff;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a notice as {@code docs/webhooks.md} describes it. The same notice always gives the same bytes. Fields may
 * be added within {@value #SCHEMA}; anything else makes a new number. Pure.
 */
final class WebhookBody {
    static final String SCHEMA = "frostproof.notice/1";

    /** Plain: 100 boxes are not {@code 1E+2}. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private WebhookBody() {}

    /** @param link where people see to it; null: the address of this server is not known */
    static byte[] of(Notice notice, NoticeText text, @Nullable String link) {
        ObjectNode body = JSON.createObjectNode();
        body.put("schema", SCHEMA);
        body.put("key", notice.key());
        body.put("kind", notice.kind().id());
        body.put("subject", text.subject());
        body.put("text", text.body());
        body.put("link", link);
        body.put("incident_id", notice.incidentId() == null ? null : Objects.toString(notice.incidentId()));
        body.put("decision_id", notice.decisionId() == null ? null : Objects.toString(notice.decisionId()));
        body.put("region_name", notice.regionName());
        body.put("node_name", notice.nodeName());
        body.put("unit_id", notice.unitId());
        body.put("unit_name", notice.unitName());
        body.put("time_zone", notice.timeZone().getId());
        body.put("slot", notice.slot());
        body.put("level", notice.level().id());
        body.put("rule", notice.rule());
        body.put("rule_version", notice.ruleVersion());
        number(body, "threshold", notice.threshold());
        number(body, "worst_value", notice.worstValue());
        body.put("value_unit", notice.valueUnit());
        Notice.Measured measured = notice.measured();
        body.put("quantity", measured == null ? null : measured.quantity());
        body.put("measure", measured == null ? null : measured.measure());
        body.put("started_at", utc(notice.startedAt()));
        body.put("ended_at", utc(notice.endedAt()));
        body.put("decided_at", utc(notice.decidedAt()));
        body.put("late", notice.late());
        body.put("quiet", notice.quiet());
        cameOff(body, notice.cameOff());
        ArrayNode stock = body.putArray("stock");
        for (Notice.Stock s : notice.stock()) {
            stock.addObject()
                    .put("handling_unit", s.handlingUnit())
                    .put("lot", s.lot())
                    .put("product", s.product())
                    .put("quantity", s.quantity())
                    .put("quantity_unit", s.quantityUnit());
        }
        members(body, notice.group());
        try {
            return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can be written", e);
        }
    }

    private static void cameOff(ObjectNode body, @Nullable CameOff off) {
        if (off == null) {
            return;
        }
        body.putObject("probe_came_off")
                .put("channel", off.channel())
                .put("before_at", utc(off.beforeAt()))
                .put("before", off.before())
                .put("after_at", utc(off.afterAt()))
                .put("after", off.after())
                .put("within", off.within())
                .put("door_closed", off.doorClosed())
                .put("other", off.other());
    }

    private static void members(ObjectNode body, Notice.@Nullable Group group) {
        body.put("units", group == null ? 1 : group.units());
        body.put("nodes", group == null ? 1 : group.nodes());
        body.put("common_cause", group == null ? null : group.cause());
        ArrayNode members = body.putArray("members");
        if (group == null) {
            return;
        }
        for (Notice.Member member : group.members()) {
            members.addObject()
                    .put("incident_id", member.incidentId().toString())
                    .put("decision_id", member.decisionId() == null ? null : Objects.toString(member.decisionId()))
                    .put("unit_id", member.unitId())
                    .put("unit_name", member.unitName())
                    .put("node_name", member.nodeName())
                    .put("slot", member.slot())
                    .put("level", member.level().id())
                    .put("started_at", utc(member.startedAt()))
                    .put("ended_at", utc(member.endedAt()))
                    .put("worst_value", member.worstValue())
                    .put("value_unit", member.valueUnit());
        }
    }

    /** JSON has no word for NaN and infinity. */
    private static void number(ObjectNode body, String field, double value) {
        if (Double.isFinite(value)) {
            body.put(field, value);
        } else {
            body.putNull(field);
        }
    }

    private static @Nullable String utc(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
