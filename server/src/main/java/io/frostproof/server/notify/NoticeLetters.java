package io.frostproof.server.notify;

import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.OutboxMessage;
import io.frostproof.alerts.notify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Notices of an outbox for one channel. */
record NoticeLetters(Outbox outbox, NotificationChannel channel) implements Letters {

    @Override
    public List<? extends Letter> due(Instant now, int limit) {
        return outbox.due(channel.name(), now, limit).stream()
                .map(message -> new NoticeLetter(message, outbox, channel))
                .toList();
    }

    private record NoticeLetter(OutboxMessage message, Outbox outbox, NotificationChannel channel) implements Letter {

        @Override
        public Object id() {
            return message.id();
        }

        @Override
        public String key() {
            return message.notice().key();
        }

        @Override
        public int attempts() {
            return message.attempts();
        }

        @Override
        public int counted() {
            return message.attempts();
        }

        @Override
        public Outcome handOver() throws InterruptedException {
            return channel.deliver(message.notice());
        }

        @Override
        public void delivered(Instant at, Duration took, String detail) {
            outbox.delivered(message, at, took, detail);
        }

        @Override
        public void failed(Instant at, Duration took, String detail, Instant nextAttempt) {
            outbox.failed(message, at, took, detail, nextAttempt);
        }

        @Override
        public void gaveUp(Instant at, Duration took, String detail) {
            outbox.gaveUp(message, at, took, detail);
        }
    }
}
