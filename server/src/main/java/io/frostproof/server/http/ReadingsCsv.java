package io.frostproof.server.http;

import io.frostproof.store.ReadingQueries;
import io.frostproof.store.ReadingStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Readings or buckets as CSV (RFC 4180: lines end with CR LF, the first one names the columns). Not thread-safe. */
final class ReadingsCsv {

    private static final String READING_COLUMNS =
            "time,received_at,device,channel,quantity,value,value_unit,quality,boot,seq";
    private static final String BUCKET_COLUMNS = "time,device,channel,quantity,value_unit,min,max,mean,count";

    private final Writer out;

    ReadingsCsv(Writer out) {
        this.out = out;
    }

    void readingHead() {
        line(READING_COLUMNS);
    }

    void bucketHead() {
        line(BUCKET_COLUMNS);
    }

    void reading(ReadingQueries.Row row) {
        line(row.time()
                + ","
                + row.receivedAt()
                + ","
                + field(row.device())
                + ","
                + field(row.channel())
                + ","
                + row.quantity()
                + ","
                + number(row.value())
                + ","
                + row.valueUnit()
                + ","
                + row.quality()
                + ","
                + number(row.boot())
                + ","
                + number(row.seq()));
    }

    void bucket(ReadingStream.Bucket bucket) {
        line(bucket.time()
                + ","
                + field(bucket.device())
                + ","
                + field(bucket.channel())
                + ","
                + bucket.quantity()
                + ","
                + bucket.valueUnit()
                + ","
                + number(bucket.min())
                + ","
                + number(bucket.max())
                + ","
                + number(bucket.mean())
                + ","
                + bucket.count());
    }

    private void line(String line) {
        try {
            out.write(line);
            out.write("\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text, in quotes where it needs them. */
    static String field(String text) {
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String number(@Nullable Long value) {
        return value == null ? "" : value.toString();
    }

    /** The shortest decimal that reads back as the same value, never in scientific notation. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal decimal = BigDecimal.valueOf(value);
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
}
