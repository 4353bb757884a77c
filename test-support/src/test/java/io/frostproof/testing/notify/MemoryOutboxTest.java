package io.frostproof.testing.notify;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.testing.notify.MemoryOutbox.Attempt;
import java.time.Instant;
import java.util.List;

class MemoryOutboxTest extends OutboxContract {
    private final MemoryOutbox outbox = new MemoryOutbox();

    @Override
    protected Outbox outbox() {
        return outbox;
    }

    @Override
    protected void write(String target, Notice notice, Instant due) {
        outbox.write(target, notice, due);
    }

    @Override
    protected List<Attempt> attempts(String target, String key) {
        return outbox.attempts(target, key);
    }
}
