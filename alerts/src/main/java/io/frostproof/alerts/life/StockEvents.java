package io.frostproof.alerts.life;

import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Output;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a stock event says about which handling units. */
public final class StockEvents {

    private StockEvents() {}

    /** All that it names, handling units and containers, each once. */
    public static Set<String> named(StockEvent event) {
        var named = new LinkedHashSet<String>();
        switch (event) {
            case Received received -> named.add(received.handlingUnit());
            case Moved moved -> named.add(moved.handlingUnit());
            case Split split -> named.addAll(List.of(split.handlingUnit(), split.part()));
            case Merged merged -> named.addAll(List.of(merged.handlingUnit(), merged.from()));
            case Transformed transformed -> {
                named.addAll(transformed.inputs());
                named.addAll(made(transformed));
            }
            case Packed packed -> named.addAll(List.of(packed.handlingUnit(), packed.container()));
            case Unpacked unpacked -> named.add(unpacked.handlingUnit());
            case Removed removed -> named.add(removed.handlingUnit());
        }
        return named;
    }

    /** The handling units that begin with it: what was received, split off or made. */
    public static List<String> made(StockEvent event) {
        return switch (event) {
            case Received received -> List.of(received.handlingUnit());
            case Split split -> List.of(split.part());
            case Transformed transformed ->
                transformed.outputs().stream().map(Output::handlingUnit).toList();
            case Moved moved -> List.of();
            case Merged merged -> List.of();
            case Packed packed -> List.of();
            case Unpacked unpacked -> List.of();
            case Removed removed -> List.of();
        };
    }

    /** Goods of one handling unit become goods of another one at a time. */
    public record Descent(String from, String to, long timeMicros) {}

    /** Whose goods become whose by it. */
    public static List<Descent> descents(StockEvent event) {
        return switch (event) {
            case Split split -> List.of(new Descent(split.handlingUnit(), split.part(), split.timeMicros()));
            case Merged merged -> List.of(new Descent(merged.from(), merged.handlingUnit(), merged.timeMicros()));
            case Transformed transformed -> {
                var descents = new ArrayList<Descent>();
                for (String input : transformed.inputs()) {
                    for (String output : made(transformed)) {
                        descents.add(new Descent(input, output, transformed.timeMicros()));
                    }
                }
                yield descents;
            }
            case Received received -> List.of();
            case Moved moved -> List.of();
            case Packed packed -> List.of();
            case Unpacked unpacked -> List.of();
            case Removed removed -> List.of();
        };
    }
}
