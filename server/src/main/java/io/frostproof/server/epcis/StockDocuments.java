package io.frostproof.server.epcis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Output;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stock events that were told by other ways, as EPCIS events under names of ours. */
public final class StockDocuments {

    /** Ids of such events begin with this. */
    public static final String ID_PREFIX = Identity.OWN_PREFIX + "stock-event:";

    private StockDocuments() {}

    /** Kinds of stock events that come out as events of a type, an action and a bizStep; null stands for any. */
    public static List<String> kinds(List<String> types, List<String> actions, List<String> steps) {
        var kinds = new ArrayList<String>();
        for (Form form : Form.values()) {
            if ((types.isEmpty() || types.contains(form.type.word()))
                    && (actions.isEmpty() || (form.action != null && actions.contains(form.action.name())))
                    && (steps.isEmpty()
                            || steps.stream()
                                    .anyMatch(step ->
                                            List.of(form.steps.split(" ")).contains(step)))) {
                kinds.add(form.kind);
            }
        }
        return kinds;
    }

    private enum Form {
        RECEIVED("received", EventType.OBJECT, Action.ADD, "receiving"),
        MOVED("moved", EventType.OBJECT, Action.OBSERVE, "storing"),
        REMOVED("removed", EventType.OBJECT, Action.DELETE, "shipping dispensing destroying"),
        PACKED("packed", EventType.AGGREGATION, Action.ADD, "packing"),
        UNPACKED("unpacked", EventType.AGGREGATION, Action.DELETE, "unpacking"),
        SPLIT("split", EventType.TRANSFORMATION, null, "repackaging"),
        MERGED("merged", EventType.TRANSFORMATION, null, "repackaging"),
        TRANSFORMED("transformed", EventType.TRANSFORMATION, null, "creating_class_instance");

        private final String kind;
        private final EventType type;
        private final @Nullable Action action;
        private final String steps;

        Form(String kind, EventType type, @Nullable Action action, String steps) {
            this.kind = kind;
            this.type = type;
            this.action = action;
            this.steps = steps;
        }
    }

    /**
     * The EPCIS event of a stock event.
     *
     * @param units of quantity, by handling unit, where they are known
     * @param container of what is taken out of one; null when nobody knows
     */
    public static ObjectNode of(StockEvent event, Map<String, String> units, @Nullable String container) {
        return switch (event) {
            case Received received -> {
                ObjectNode out = begin(event, Form.RECEIVED, "receiving");
                amount(out.putArray("quantityList"), received.handlingUnit(), received.quantity(), units);
                place(out, received.place());
                out.putObject("ilmd").put("cbvmda:lotNumber", received.lot());
                yield out;
            }
            case Moved moved -> {
                ObjectNode out = begin(event, Form.MOVED, "storing");
                out.putArray("epcList").add(handlingUnit(moved.handlingUnit()));
                place(out, moved.place());
                yield out;
            }
            case Removed removed -> removed(removed, units);
            case Packed packed -> {
                ObjectNode out = begin(event, Form.PACKED, "packing");
                out.put("parentID", handlingUnit(packed.container()));
                out.putArray("childEPCs").add(handlingUnit(packed.handlingUnit()));
                yield out;
            }
            case Unpacked unpacked -> {
                ObjectNode out = begin(event, Form.UNPACKED, "unpacking");
                out.put(
                        "parentID",
                        container == null ? Identity.OWN_PREFIX + "container:unknown" : handlingUnit(container));
                out.putArray("childEPCs").add(handlingUnit(unpacked.handlingUnit()));
                yield out;
            }
            case Split split -> {
                ObjectNode out = begin(event, Form.SPLIT, "repackaging");
                amount(out.putArray("inputQuantityList"), split.handlingUnit(), split.quantity(), units);
                amount(out.putArray("outputQuantityList"), split.part(), split.quantity(), units);
                yield out;
            }
            case Merged merged -> {
                ObjectNode out = begin(event, Form.MERGED, "repackaging");
                out.putArray("inputEPCList").add(handlingUnit(merged.from()));
                out.putArray("outputEPCList").add(handlingUnit(merged.handlingUnit()));
                yield out;
            }
            case Transformed transformed -> {
                ObjectNode out = begin(event, Form.TRANSFORMED, "creating_class_instance");
                ArrayNode inputs = out.putArray("inputEPCList");
                transformed.inputs().forEach(input -> inputs.add(handlingUnit(input)));
                ArrayNode outputs = out.putArray("outputQuantityList");
                for (Output output : transformed.outputs()) {
                    amount(outputs, output.handlingUnit(), output.quantity(), units);
                }
                yield out;
            }
        };
    }

    private static ObjectNode removed(Removed removed, Map<String, String> units) {
        String step = switch (removed.reason()) {
            case SHIPPED, RETURNED -> "shipping";
            case CONSUMED -> "dispensing";
            case DISPOSED -> "destroying";
        };
        String disposition = switch (removed.reason()) {
            case SHIPPED -> "in_transit";
            case RETURNED -> "returned";
            case CONSUMED -> "dispensed";
            case DISPOSED -> "disposed";
        };
        ObjectNode out = begin(removed, Form.REMOVED, step);
        out.put("disposition", disposition);
        if (removed.quantity() == null) {
            out.putArray("epcList").add(handlingUnit(removed.handlingUnit()));
        } else {
            amount(out.putArray("quantityList"), removed.handlingUnit(), removed.quantity(), units);
        }
        return out;
    }

    private static ObjectNode begin(StockEvent event, Form form, String step) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("type", form.type.word());
        out.put("eventID", ID_PREFIX + event.id());
        out.put("eventTime", EventTimes.text(event.timeMicros()));
        out.put("eventTimeZoneOffset", "+00:00");
        if (form.action != null) {
            out.put("action", form.action.name());
        }
        out.put("bizStep", step);
        return out;
    }

    private static void place(ObjectNode out, String unit) {
        out.putObject("bizLocation").put("id", Identity.OWN_PREFIX + "unit:" + unit);
    }

    private static void amount(ArrayNode list, String handlingUnit, BigDecimal quantity, Map<String, String> units) {
        ObjectNode amount = list.addObject();
        amount.put("epcClass", handlingUnit(handlingUnit)).put("quantity", quantity);
        String unit = units.get(handlingUnit);
        if (unit != null) {
            Quantities.code(unit).ifPresent(code -> amount.put("uom", code));
        }
    }

    private static String handlingUnit(String id) {
        return Identity.OWN_PREFIX + "handling-unit:" + id;
    }
}
