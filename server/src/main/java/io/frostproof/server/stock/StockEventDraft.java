package io.frostproof.server.stock;

import java.util.List;
import java.util.Map;

/**
 * A stock event as it was written, before anybody has looked whether it can be one.
 *
 * @param origin where it was written, as the beginning of what an error is said to be about: {@code events[3].} or {@code line 12, }
 * @param fields by the name of a field of the API, or of a column; only those that have a value
 * @param inputs of a transformation
 * @param outputs of a transformation, each with {@code handling_unit}, {@code lot}, {@code quantity} and {@code quantity_unit}
 */
public record StockEventDraft(String origin, Map<String, String> fields, List<String> inputs, List<Output> outputs) {

    public StockEventDraft {
        fields = Map.copyOf(fields);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** What a transformation makes, and where that was written. */
    public record Output(String origin, Map<String, String> fields) {
        public Output {
            fields = Map.copyOf(fields);
        }
    }
}
