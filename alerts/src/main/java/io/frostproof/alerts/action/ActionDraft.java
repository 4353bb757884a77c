package io.frostproof.alerts.action;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell one receiver.
 *
 * @param key the same whenever the same is to be told to the same receiver, and known to it: whoever sees it twice has done it
 * @param target the receiver's name in the configuration; of a command, the device
 * @param payload a tree of maps, lists, texts, numbers, truths and null, in the order in which it is written
 * @param notBefore when it is to be told
 */
public record ActionDraft(
        String key, ActionKind kind, String target, Map<String, @Nullable Object> payload, Instant notBefore) {}
