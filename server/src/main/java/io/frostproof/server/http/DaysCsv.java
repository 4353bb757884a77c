package io.frostproof.server.http;

import io.frostproof.store.DayQueries.Day;
import io.frostproof.store.DayQueries.Days;
import org.jspecify.annotations.Nullable;

/** Days as CSV (RFC 4180: lines end with CR LF, the first one names the columns); what is not known is empty. */
final class DaysCsv {

    private static final String COLUMNS =
            "day,from,to,device,channel,quantity,value_unit,min,max,mean,mean_kinetic,readings,known_s,unknown_s,"
                    + "coverage_percent";

    private DaysCsv() {}

    static String of(Days days) {
        var text = new StringBuilder(COLUMNS).append("\r\n");
        for (Day day : days.items()) {
            text.append(String.join(
                            ",",
                            day.day().toString(),
                            day.from().toString(),
                            day.to().toString(),
                            ReadingsCsv.field(day.device()),
                            ReadingsCsv.field(day.channel()),
                            day.quantity(),
                            day.valueUnit(),
                            number(day.min()),
                            number(day.max()),
                            number(day.mean()),
                            number(day.meanKinetic()),
                            Long.toString(day.readings()),
                            ReadingsCsv.number(day.knownS()),
                            ReadingsCsv.number(day.unknownS()),
                            ReadingsCsv.number(day.coveragePercent())))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : ReadingsCsv.number(value.doubleValue());
    }
}
