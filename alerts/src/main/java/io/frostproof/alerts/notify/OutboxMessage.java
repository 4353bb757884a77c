package io.frostproof.alerts.notify;

/**
 * One notice on its way to one target.
 *
 * @param id row id
 * @param target name of the notification channel that carries it: {@code webhook} or {@code email}
 * @param attempts how many attempts failed before this one
 */
public record OutboxMessage(long id, String target, Notice notice, int attempts) {}
