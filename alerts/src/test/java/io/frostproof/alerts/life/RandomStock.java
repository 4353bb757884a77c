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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Random events of stock. {@link #sound} ones fit together; {@link #wild} ones are whatever people may send. */
public final class RandomStock {

    private final Random random;
    private final List<String> places;
    private final List<StockEvent> events = new ArrayList<>();
    private final Map<String, BigDecimal> quantities = new TreeMap<>();
    private final Map<String, String> where = new TreeMap<>();
    /** What is packed, and in which container. */
    private final Map<String, String> inSome = new TreeMap<>();

    private final List<String> containers = new ArrayList<>();
    private int born;

    private RandomStock(Random random, int places) {
        this.random = random;
        this.places = IntStream.range(0, places).mapToObj(i -> "u" + i).toList();
    }

    /** Events that fit together, no two of a handling unit at one instant, at multiples of {@code stepMicros} below {@code untilMicros}. */
    public static List<StockEvent> sound(Random random, int places, int count, long stepMicros, long untilMicros) {
        var stock = new RandomStock(random, places);
        stock.soundEvents(count, stepMicros, untilMicros);
        return stock.events;
    }

    private void soundEvents(int count, long stepMicros, long untilMicros) {
        long ticks = untilMicros / stepMicros;
        long tick = 0;
        for (int i = 0; i < count; i++) {
            tick += 1 + random.nextLong(Math.max(1, ticks / count));
            soundEvent("e" + i, tick * stepMicros);
        }
    }

    private void soundEvent(String id, long time) {
        List<String> here = List.copyOf(quantities.keySet());
        if (here.isEmpty() || random.nextInt(12) == 0) {
            String fresh = name();
            BigDecimal some = BigDecimal.valueOf(1 + random.nextInt(100));
            here(fresh, some, place());
            events.add(new Received(id, time, fresh, "lot" + random.nextInt(2), some, at(fresh)));
            return;
        }
        String one = here.get(random.nextInt(here.size()));
        List<String> beside = here.stream()
                .filter(other -> !other.equals(one) && at(other).equals(at(one)) && !inSome.containsKey(other))
                .toList();
        switch (random.nextInt(11)) {
            case 0, 1 -> split(id, time, one);
            case 2 -> {
                if (!beside.isEmpty() && !inSome.containsKey(one)) {
                    quantities.put(one, quantity(one).add(quantity(beside.getFirst())));
                    gone(beside.getFirst());
                    events.add(new Merged(id, time, one, beside.getFirst()));
                }
            }
            case 3 -> {
                if (!inSome.containsKey(one)) {
                    events.add(new Removed(id, time, one, null, StockEvent.Reason.SHIPPED));
                    gone(one);
                }
            }
            case 4, 5 -> pack(id, time, one);
            case 6 -> {
                if (inSome.remove(one) != null) {
                    events.add(new Unpacked(id, time, one));
                }
            }
            case 7 -> transform(id, time, one);
            default -> move(id, time, one);
        }
    }

    private void split(String id, long time, String one) {
        if (quantity(one).compareTo(BigDecimal.ONE) > 0) {
            String part = name();
            BigDecimal share =
                    BigDecimal.valueOf(1 + random.nextInt(quantity(one).intValue() - 1));
            quantities.put(one, quantity(one).subtract(share));
            here(part, share, at(one));
            events.add(new Split(id, time, one, part, share));
        }
    }

    private void pack(String id, long time, String one) {
        if (!inSome.containsKey(one)) {
            String container = containers.stream()
                    .filter(each -> at(each).equals(at(one)))
                    .findFirst()
                    .orElseGet(() -> "c" + containers.size());
            if (!containers.contains(container)) {
                containers.add(container);
                where.put(container, at(one));
            }
            inSome.put(one, container);
            events.add(new Packed(id, time, one, container));
        }
    }

    private void transform(String id, long time, String one) {
        if (!inSome.containsKey(one)) {
            String first = name();
            String second = name();
            here(first, BigDecimal.TWO, at(one));
            here(second, BigDecimal.TEN, at(one));
            gone(one);
            events.add(new Transformed(
                    id,
                    time,
                    List.of(one),
                    List.of(
                            new StockEvent.Output(first, "made", BigDecimal.TWO),
                            new StockEvent.Output(second, "made", BigDecimal.TEN))));
        }
    }

    /** Of what is packed its container goes. */
    private void move(String id, long time, String one) {
        String moved = inSome.getOrDefault(one, one);
        String place = place();
        where.put(moved, place);
        inSome.forEach((content, container) -> {
            if (container.equals(moved)) {
                where.put(content, place);
            }
        });
        events.add(new Moved(id, time, moved, place));
    }

    private String name() {
        return "h" + born++;
    }

    private void here(String handlingUnit, BigDecimal quantity, String place) {
        quantities.put(handlingUnit, quantity);
        where.put(handlingUnit, place);
    }

    private void gone(String handlingUnit) {
        quantities.remove(handlingUnit);
        where.remove(handlingUnit);
    }

    private BigDecimal quantity(String handlingUnit) {
        return quantities.getOrDefault(handlingUnit, BigDecimal.ZERO);
    }

    private String at(String handlingUnit) {
        return where.getOrDefault(handlingUnit, "");
    }

    /** Events that nobody checked: of few handling units, many at one instant. */
    public static List<StockEvent> wild(Random random, int count) {
        var stock = new RandomStock(random, 3);
        for (int i = 0; i < count; i++) {
            stock.events.add(stock.wildEvent("e" + i));
        }
        return stock.events;
    }

    private StockEvent wildEvent(String id) {
        long time = random.nextInt(20);
        int one = random.nextInt(4);
        int other = (one + 1 + random.nextInt(3)) % 4;
        BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(10));
        return switch (random.nextInt(9)) {
            case 0 -> new Received(id, time, "h" + one, "lot" + random.nextInt(2), quantity, place());
            case 1, 2 -> new Moved(id, time, "h" + one, place());
            case 3 -> new Split(id, time, "h" + one, "h" + other, quantity);
            case 4 -> new Merged(id, time, "h" + one, "h" + other);
            case 5 -> new Packed(id, time, "h" + one, "h" + other);
            case 6 -> new Unpacked(id, time, "h" + one);
            case 7 ->
                new Transformed(
                        id, time, List.of("h" + one), List.of(new StockEvent.Output("h" + other, "made", quantity)));
            default ->
                new Removed(id, time, "h" + one, random.nextBoolean() ? quantity : null, StockEvent.Reason.DISPOSED);
        };
    }

    private String place() {
        return places.get(random.nextInt(places.size()));
    }
}
