package io.frostproof.simulator.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * In which order numbered messages are published. Every number comes once, a chosen share a second time at some later
 * place. The same seed gives the same order.
 */
final class PublicationOrder {

    private PublicationOrder() {}

    /** Message numbers 0 to {@code messages - 1} and the repeats, in the order of publication. */
    static int[] plan(int messages, boolean shuffle, double duplicateFraction, long seed) {
        Random random = new Random(seed);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, messages).boxed().toList());
        if (shuffle) {
            Collections.shuffle(order, random);
        }
        // repeatAfter.get(p) holds the messages to repeat right behind place p of the order.
        List<List<Integer>> repeatAfter = new ArrayList<>(Collections.nCopies(messages, List.of()));
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, messages).boxed().toList());
        Collections.shuffle(places, random);
        int repeats = (int) Math.round(messages * duplicateFraction);
        for (int place : places.subList(0, repeats)) {
            int later = place + random.nextInt(messages - place);
            List<Integer> there = new ArrayList<>(repeatAfter.get(later));
            there.add(order.get(place));
            repeatAfter.set(later, there);
        }
        return IntStream.range(0, messages)
                .boxed()
                .flatMap(place -> followed(order.get(place), repeatAfter.get(place)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Stream<Integer> followed(int first, List<Integer> others) {
        return Stream.concat(Stream.of(first), others.stream());
    }
}
