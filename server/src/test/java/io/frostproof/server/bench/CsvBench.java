package io.frostproof.server.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Streams many readings as CSV and looks at the server's heap meanwhile. */
final class CsvBench {

    private CsvBench() {}

    static List<Measured> run(BenchRig rig, long readings) throws IOException, InterruptedException {
        double before = rig.liveHeapMegabytes();
        var done = new AtomicBoolean();
        var peak = new AtomicReference<>(before);
        Thread watch = Thread.ofVirtual().start(() -> {
            try {
                while (!done.get()) {
                    double now = rig.heapMegabytes();
                    peak.accumulateAndGet(now, Math::max);
                    Thread.sleep(200);
                }
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long begun = System.nanoTime();
        long lines = 0;
        long bytes = 0;
        int status;
        double firstByteSeconds = -1;
        String path = "/api/v1/readings.csv?channel=" + BenchWorld.BULK_CHANNEL + "&order=asc&from="
                + BenchWorld.BULK_END.minusSeconds(readings) + "&to=" + BenchWorld.BULK_END;
        HttpResponse<InputStream> response = rig.http().send(rig.get(path), HttpResponse.BodyHandlers.ofInputStream());
        status = response.statusCode();
        try (InputStream in = response.body()) {
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                if (firstByteSeconds < 0) {
                    firstByteSeconds = (System.nanoTime() - begun) / 1e9;
                }
                bytes += read;
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        lines++;
                    }
                }
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        done.set(true);
        watch.join();
        if (status != 200 || lines != readings + 1) {
            return List.of(Measured.failed(
                    "CSV of " + Measured.number((double) readings) + " readings",
                    "status " + status + " and " + lines + " lines"));
        }
        double after = rig.liveHeapMegabytes();
        return List.of(
                Measured.informs(
                        "CSV of " + Measured.number((double) readings) + " readings",
                        Measured.number(readings / seconds) + " readings/s, " + Measured.number(bytes / 1e6 / seconds)
                                + " MB/s, " + Measured.number(bytes / 1e6) + " MB in " + Measured.number(seconds)
                                + " s, first byte after " + Measured.number(firstByteSeconds) + " s"),
                Measured.informs(
                        "  heap of the server (-Xmx" + BenchRig.HEAP + ")",
                        Measured.number(before) + " MB before, " + Measured.number(after)
                                + " MB after, both collected; peak "
                                + Measured.number(peak.get()) + " MB with garbage; resident peak "
                                + Measured.number(rig.residentPeakMegabytes()) + " MB"),
                // More than noise of caches would be rows that are kept.
                Measured.atMost("  heap that the CSV left behind", Math.max(0, after - before), 10, "MB"));
    }
}
