package io.frostproof.ingest.device;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to devices that notes what is sent. Thread-safe. */
final class MemoryDownlink implements Downlink {

    final List<Message> messages = new CopyOnWriteArrayList<>();
    volatile long connection = 1;
    volatile boolean takes = true;

    @Override
    public long connection() {
        return connection;
    }

    @Override
    public void publish(Message message, Done done) {
        messages.add(message);
        done.done(takes);
    }
}
