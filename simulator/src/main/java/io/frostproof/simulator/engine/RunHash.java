package io.frostproof.simulator.engine;

import io.frostproof.simulator.people.StockEvent;
import io.frostproof.simulator.sensing.Publication;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One number over everything that a run tells: the same scenario and seed give the same one on every machine. For one thread. */
public final class RunHash implements SimulationListener {

    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    public RunHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void published(Publication publication) {
        begin('p', publication.atMillis());
        add(publication.topic());
        digest.update(publication.payload());
    }

    @Override
    public void stock(StockEvent event) {
        begin('s', event.atMillis());
        add(event.getClass().getSimpleName());
        add(event.handlingUnit());
        add(event.unit());
        switch (event) {
            case StockEvent.Arrived it -> {
                add(it.goods().lot());
                add(it.goods().quantity() + " " + it.goods().quantityUnit());
            }
            case StockEvent.Moved it -> {}
            case StockEvent.Left it -> add(it.why().name());
        }
    }

    @Override
    public void truth(TruthRecord record) {
        begin('t', 0);
        add(TruthWriter.line(record));
    }

    private void begin(char what, long millis) {
        digest.update((byte) what);
        number.clear();
        number.putLong(millis).flip();
        digest.update(number);
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** SHA-256 in hexadecimal. Ends the counting. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
