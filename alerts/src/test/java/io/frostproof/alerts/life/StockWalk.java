package io.frostproof.alerts.life;

import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The obvious way: who is where after all events until a time, if they fit together. */
final class StockWalk {

    private final Map<String, String> places = new HashMap<>();
    private final Map<String, String> containers = new HashMap<>();
    private final Map<String, BigDecimal> quantities = new HashMap<>();

    StockWalk(List<StockEvent> events, long untilMicros) {
        events.stream()
                .filter(event -> event.timeMicros() <= untilMicros)
                .sorted(Comparator.comparingLong(StockEvent::timeMicros))
                .forEach(this::take);
    }

    private void take(StockEvent event) {
        String it = event.handlingUnit();
        switch (event) {
            case Received one -> {
                places.put(it, one.place());
                quantities.put(it, one.quantity());
            }
            case Moved one -> {
                places.put(it, one.place());
                containers.forEach((content, container) -> {
                    if (container.equals(it)) {
                        places.put(content, one.place());
                    }
                });
            }
            case Packed one -> {
                containers.put(it, one.container());
                places.putIfAbsent(one.container(), Objects.requireNonNull(places.get(it)));
            }
            case Unpacked one -> containers.remove(it);
            case Transformed one -> {
                String place = Objects.requireNonNull(places.get(one.inputs().getFirst()));
                for (String input : one.inputs()) {
                    places.remove(input);
                    quantities.remove(input);
                }
                for (StockEvent.Output output : one.outputs()) {
                    places.put(output.handlingUnit(), place);
                    quantities.put(output.handlingUnit(), output.quantity());
                }
            }
            case Split one -> {
                places.put(one.part(), Objects.requireNonNull(places.get(it)));
                quantities.put(one.part(), one.quantity());
                quantities.merge(it, one.quantity().negate(), BigDecimal::add);
            }
            case Merged one -> {
                quantities.merge(it, Objects.requireNonNull(quantities.remove(one.from())), BigDecimal::add);
                places.remove(one.from());
            }
            case Removed one -> {
                places.remove(it);
                quantities.remove(it);
            }
        }
    }

    @Nullable
    String place(String handlingUnit) {
        return places.get(handlingUnit);
    }

    BigDecimal quantity(String handlingUnit) {
        return quantities.getOrDefault(handlingUnit, BigDecimal.ZERO);
    }
}
