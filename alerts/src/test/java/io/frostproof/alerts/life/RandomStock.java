package io.frostproof.alerts.life;

import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Random events of stock. {@link #sound} ones fit together; {@link #wild} ones are whatever people may send. */
public final class RandomStock {

    private final Random random;
    private final List<String> places;
    private final List<StockEvent> events = new ArrayList<>();

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
        var quantities = new TreeMap<String, BigDecimal>();
        var where = new TreeMap<String, String>();
        long ticks = untilMicros / stepMicros;
        long tick = 0;
        int born = 0;
        for (int i = 0; i < count; i++) {
            tick += 1 + random.nextLong(Math.max(1, ticks / count));
            long time = tick * stepMicros;
            String id = "e" + i;
            List<String> here = List.copyOf(quantities.keySet());
            int what = here.isEmpty() ? 0 : random.nextInt(10);
            String one = here.isEmpty() ? "" : here.get(random.nextInt(here.size()));
            BigDecimal quantity = quantities.getOrDefault(one, BigDecimal.ZERO);
            String place = where.getOrDefault(one, "");
            if (what == 0) {
                String fresh = "h" + born++;
                quantities.put(fresh, BigDecimal.valueOf(1 + random.nextInt(100)));
                where.put(fresh, place());
                events.add(new Received(
                        id, time, fresh, "lot" + random.nextInt(2), quantities.get(fresh), where.get(fresh)));
            } else if (what <= 5) {
                String next = place();
                where.put(one, next);
                events.add(new Moved(id, time, one, next));
            } else if (what <= 7 && quantity.compareTo(BigDecimal.ONE) > 0) {
                String part = "h" + born++;
                BigDecimal share = BigDecimal.valueOf(1 + random.nextInt(quantity.intValue() - 1));
                quantities.put(one, quantity.subtract(share));
                quantities.put(part, share);
                where.put(part, place);
                events.add(new Split(id, time, one, part, share));
            } else if (what == 8) {
                here.stream()
                        .filter(other -> !other.equals(one) && place.equals(where.get(other)))
                        .findFirst()
                        .ifPresent(other -> {
                            quantities.put(one, quantity.add(Objects.requireNonNull(quantities.remove(other))));
                            events.add(new Merged(id, time, one, other));
                        });
            } else if (what == 9 && random.nextInt(3) == 0) {
                quantities.remove(one);
                events.add(new Removed(id, time, one, null, StockEvent.Reason.SHIPPED));
            }
        }
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
        return switch (random.nextInt(6)) {
            case 0 -> new Received(id, time, "h" + one, "lot" + random.nextInt(2), quantity, place());
            case 1, 2 -> new Moved(id, time, "h" + one, place());
            case 3 -> new Split(id, time, "h" + one, "h" + other, quantity);
            case 4 -> new Merged(id, time, "h" + one, "h" + other);
            default ->
                new Removed(id, time, "h" + one, random.nextBoolean() ? quantity : null, StockEvent.Reason.DISPOSED);
        };
    }

    private String place() {
        return places.get(random.nextInt(places.size()));
    }
}
