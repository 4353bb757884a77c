package io.frostproof.simulator.people;

import io.frostproof.simulator.Seeds;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What may come: the first stock, and the trucks that are due. Every handling unit of a truck has its id and lot whatever happens, so that all
 * that may come can be declared before the simulation begins; what demand and faults decide is how many of them do come.
 */
final class Plan {

    /** The longest id that is made of a node and a product. */
    static final String LONGEST = "%s-%s-d9999-999";

    static final long DAY_MILLIS = 86_400_000;
    static final long MINUTE_MILLIS = 60_000;

    private final NodeDesign design;
    private final long seed;
    private final long startMillis;

    Plan(NodeDesign design, long seed, long startMillis) {
        this.design = design;
        this.seed = seed;
        this.startMillis = startMillis;
    }

    static DayOfWeek dayOfWeek(long epochDay) {
        return LocalDate.ofEpochDay(epochDay).getDayOfWeek();
    }

    /** When the first truck is due that is due after {@code millis}; {@link Long#MAX_VALUE} when none ever is. */
    long nextTruck(long millis) {
        Deliveries deliveries = design.deliveries();
        if (deliveries == null) {
            return Long.MAX_VALUE;
        }
        long today = Math.floorDiv(millis, DAY_MILLIS);
        for (long day = today; day <= today + 7; day++) {
            long due = day * DAY_MILLIS + deliveries.minuteOfDay() * MINUTE_MILLIS;
            if (due > millis && deliveries.days().contains(dayOfWeek(day))) {
                return due;
            }
        }
        return Long.MAX_VALUE;
    }

    /** The stock at the beginning, unit by unit. */
    List<PlannedStock> initial() {
        List<PlannedStock> stock = new ArrayList<>();
        for (ProductFlow flow : design.products()) {
            int room = flow.capacity() * flow.units().size();
            int perLot = Math.max(1, flow.mostPerDelivery());
            for (int i = 0; i < Math.min(flow.normalStock(), room); i++) {
                // What came in earlier deliveries has less time left than a fresh lot.
                String lot = flow.product() + "-" + design.node() + "-i" + i / perLot;
                SplittableRandom random = Seeds.random(seed, lot);
                long days = Math.max(2, Math.round(flow.shelfLifeDays() * (0.2 + 0.6 * random.nextDouble())));
                String id = "%s-%s-i%03d".formatted(design.node(), flow.product(), i);
                stock.add(new PlannedStock(
                        of(flow, id, lot, Math.floorDiv(startMillis, DAY_MILLIS) + days),
                        flow.units().get(i / flow.capacity())));
            }
        }
        return stock;
    }

    /** Handling units of a product that the truck has that is due then; as many as fit into it. */
    List<HandlingUnit> truck(long dueMillis, ProductFlow flow) {
        long day = Math.floorDiv(dueMillis, DAY_MILLIS);
        long number = day - Math.floorDiv(startMillis, DAY_MILLIS);
        String lot = "%s-%s-d%04d".formatted(flow.product(), design.node(), number);
        SplittableRandom random = Seeds.random(seed, lot);
        long days = Math.max(2, Math.round(flow.shelfLifeDays() * (0.5 + 0.5 * random.nextDouble())));
        List<HandlingUnit> load = new ArrayList<>(flow.mostPerDelivery());
        for (int i = 0; i < flow.mostPerDelivery(); i++) {
            String id = "%s-%s-d%04d-%02d".formatted(design.node(), flow.product(), number, i);
            load.add(of(flow, id, lot, day + days));
        }
        return load;
    }

    private static HandlingUnit of(ProductFlow flow, String id, String lot, long expiresDay) {
        return new HandlingUnit(
                id,
                lot,
                flow.product(),
                LocalDate.ofEpochDay(expiresDay),
                flow.joulesPerKelvin(),
                flow.quantity(),
                flow.quantityUnit());
    }
}
