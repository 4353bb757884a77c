package io.frostproof.alerts.action;

import io.frostproof.alerts.action.DecisionFacts.Change;
import io.frostproof.alerts.action.DecisionFacts.Goods;
import io.frostproof.alerts.action.DecisionFacts.Lane;
import io.frostproof.alerts.action.DecisionFacts.Place;
import io.frostproof.alerts.action.DecisionFacts.Running;
import io.frostproof.alerts.action.DecisionFacts.ToldEvent;
import io.frostproof.alerts.action.DecisionFacts.Value;
import io.frostproof.alerts.action.Targets.Receiver;
import io.frostproof.alerts.action.Targets.Signal;
import io.frostproof.alerts.plan.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the outside is told because of a decision. The same facts and targets always give the same drafts, so writing them again changes nothing. Pure.
 */
public final class Actions {

    /** Form of what webhooks get. Fields may be added under this name; any other change makes a new one. */
    public static final String SCHEMA = "frostproof.action/1";

    private Actions() {}

    /** What is told when a decision comes into force or is reverted, in the order of the targets. */
    public static List<ActionDraft> of(DecisionFacts decision, Targets targets) {
        var drafts = new ArrayList<ActionDraft>();
        for (Receiver receiver : targets.receivers()) {
            if (receiver.dispositions().contains(decision.disposition())) {
                switch (receiver.kind()) {
                    case WEBHOOK -> drafts.add(posted(decision, receiver.name()));
                    case EMAIL -> drafts.add(mailed(decision, receiver.name()));
                    case EPCIS -> {
                        if (decision.change() == Change.COMPLETED) {
                            captured(decision, receiver.name(), drafts);
                        }
                    }
                    case MQTT -> throw new IllegalArgumentException("devices are no receivers: " + receiver.name());
                }
            }
        }
        if (decision.change() == Change.REVERTED) {
            // To whom it was told, whether the configuration still names them or not.
            decision.told().forEach(told -> drafts.add(takenBack(decision, told)));
        }
        targets.signals().forEach(signal -> begun(decision, signal, drafts));
        ended(decision, drafts);
        return drafts;
    }

    /** What capture endpoints are told of discarded goods that are gone. */
    public static List<ActionDraft> destroyed(UUID decision, Goods goods, Instant at, Targets targets) {
        var drafts = new ArrayList<ActionDraft>();
        for (Receiver receiver : targets.receivers()) {
            if (receiver.kind() == ActionKind.EPCIS && receiver.dispositions().contains(Action.DISCARD)) {
                drafts.add(new ActionDraft(
                        key(decision, ActionKind.EPCIS, receiver.name(), "destroyed-" + goods.handlingUnit()),
                        ActionKind.EPCIS,
                        receiver.name(),
                        EpcisEvents.destroyed(decision, goods, at),
                        at));
            }
        }
        return drafts;
    }

    private static String key(UUID decision, ActionKind kind, String target, String n) {
        return "decision/" + decision + "/" + kind.id() + "/" + target + "/" + n;
    }

    /** The first of what is told of a change. */
    private static String first(DecisionFacts decision) {
        return decision.change() == Change.COMPLETED ? "0" : "reverted-0";
    }

    private static ActionDraft posted(DecisionFacts decision, String target) {
        String key = key(decision.id(), ActionKind.WEBHOOK, target, first(decision));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("schema", SCHEMA);
        body.put("key", key);
        body.put("change", decision.change().id());
        body.put("disposition", decision.disposition().id());
        body.put("subject", ActionText.subject(decision));
        body.put("text", ActionText.body(decision));
        body.put("decision_id", decision.id().toString());
        body.put("incident_id", text(decision.incident()));
        body.put("plan_id", text(decision.plan()));
        body.put("at", decision.at().toString());
        body.put("by", decision.by());
        body.put("reason", decision.reason());
        body.put("policy_version", decision.policyVersion());
        body.put("from", place(decision.from()));
        body.put("to", place(decision.to()));
        Lane lane = decision.lane();
        body.put("lane", lane == null ? null : ordered("id", lane.id(), "carrier", lane.carrier()));
        body.put("temperature_class", decision.temperatureClass());
        body.put("departs_at", text(decision.departsAt()));
        body.put("arrives_at", text(decision.arrivesAt()));
        Value value = decision.value();
        body.put(
                "value",
                value == null ? null : ordered("amount", value.amount().toPlainString(), "currency", value.currency()));
        body.put("handling_units", decision.goods().stream().map(Actions::goods).toList());
        return new ActionDraft(key, ActionKind.WEBHOOK, target, body, decision.at());
    }

    private static Map<String, @Nullable Object> goods(Goods goods) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("handling_unit", goods.handlingUnit());
        out.put("identifiers", goods.uris());
        out.put("lot", goods.lot());
        out.put("product", goods.product());
        out.put("product_name", goods.productName());
        out.put("quantity", goods.quantity());
        out.put("quantity_unit", goods.quantityUnit());
        out.put("unit", place(goods.unit()));
        return out;
    }

    private static @Nullable Map<String, @Nullable Object> place(@Nullable Place place) {
        if (place == null) {
            return null;
        }
        Map<String, @Nullable Object> out = ordered("id", place.id(), "name", place.name());
        out.put("identifier", place.uri());
        return out;
    }

    private static Map<String, @Nullable Object> ordered(String first, String one, String second, String two) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put(first, one);
        out.put(second, two);
        return out;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static ActionDraft mailed(DecisionFacts decision, String target) {
        return new ActionDraft(
                key(decision.id(), ActionKind.EMAIL, target, first(decision)),
                ActionKind.EMAIL,
                target,
                ordered("subject", ActionText.subject(decision), "text", ActionText.body(decision)),
                decision.at());
    }

    private static void captured(DecisionFacts decision, String target, List<ActionDraft> drafts) {
        int n = 0;
        for (Map<String, @Nullable Object> event : EpcisEvents.completed(decision)) {
            drafts.add(new ActionDraft(
                    key(decision.id(), ActionKind.EPCIS, target, Integer.toString(n)),
                    ActionKind.EPCIS,
                    target,
                    event,
                    EpcisEvents.tellsOf(decision)));
            n++;
        }
    }

    private static ActionDraft takenBack(DecisionFacts decision, ToldEvent told) {
        String n = told.key().substring(told.key().lastIndexOf('/') + 1);
        return new ActionDraft(
                key(decision.id(), ActionKind.EPCIS, told.target(), "reverted-" + n),
                ActionKind.EPCIS,
                told.target(),
                EpcisEvents.wrong(told.event(), decision.at()),
                decision.at());
    }

    private static void begun(DecisionFacts decision, Signal signal, List<ActionDraft> drafts) {
        if (decision.change() != Change.COMPLETED || !signal.dispositions().contains(decision.disposition())) {
            return;
        }
        for (DecisionFacts.Device device : decision.devices()) {
            if (device.unit() != null
                    && device.abilities().contains(signal.task().id())) {
                drafts.add(command(
                        decision,
                        device,
                        signal.task().id(),
                        signal.task().id(),
                        signal.lasts().toSeconds(),
                        signal.answerWithin().toSeconds()));
            }
        }
    }

    /**
     * What a device is asked for anew, since the decision that asked for it stands.
     *
     * @param asked how often the decision has asked the device for it
     */
    public static ActionDraft renewed(UUID decision, String device, String unit, Signal signal, int asked, Instant at) {
        String task = signal.task().id();
        return command(
                decision,
                at,
                device,
                unit,
                task,
                "renewed-" + task + "-" + asked,
                signal.lasts().toSeconds(),
                signal.answerWithin().toSeconds());
    }

    /**
     * Devices free what they were asked to hold when a decision frees its goods or is taken back, unless goods of another decision that asked for it are still held. The configuration
     * does not matter: what was begun has to be ended.
     */
    private static void ended(DecisionFacts decision, List<ActionDraft> drafts) {
        boolean reverted = decision.change() == Change.REVERTED;
        if (!reverted && decision.disposition() != Action.RELEASE) {
            return;
        }
        for (DecisionFacts.Device device : decision.devices()) {
            for (Running running : device.running()) {
                if (device.abilities().contains(running.task())) {
                    Duration left = Duration.between(decision.at(), running.until());
                    drafts.add(command(
                            decision,
                            device,
                            running.task(),
                            (reverted ? "reverted-" : "end-") + running.task(),
                            0,
                            Math.clamp(left.toSeconds(), 1, Targets.LONGEST_WAIT.toSeconds())));
                }
            }
        }
    }

    private static ActionDraft command(
            DecisionFacts decision, DecisionFacts.Device device, String task, String n, long forS, long answerWithinS) {
        return command(decision.id(), decision.at(), device.id(), device.unit(), task, n, forS, answerWithinS);
    }

    private static ActionDraft command(
            UUID decision,
            Instant at,
            String device,
            @Nullable String unit,
            String task,
            String n,
            long forS,
            long answerWithinS) {
        Map<String, @Nullable Object> command = new LinkedHashMap<>();
        command.put("do", task);
        command.put("for_s", forS);
        command.put("answer_within_s", answerWithinS);
        command.put("unit", unit);
        return new ActionDraft(key(decision, ActionKind.MQTT, device, n), ActionKind.MQTT, device, command, at);
    }
}
