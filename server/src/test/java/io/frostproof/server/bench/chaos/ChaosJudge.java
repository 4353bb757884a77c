package io.frostproof.server.bench.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Properties;

/**
 * The process that judges: {@code ChaosJudge FOLDER JDBC-URL USER}, the password on standard input. It reads the logs of devices and receiver and
 * the database, and of the conductor only when which fault was; it prints one JSON object.
 */
final class ChaosJudge {

    private ChaosJudge() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        var credentials = new Properties();
        credentials.setProperty("user", arguments[2]);
        credentials.setProperty("password", new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip());
        Published published = Published.read(folder);
        List<FaultLog.Entry> faults = FaultLog.read(folder);
        Judge.Findings findings;
        try (Connection connection = DriverManager.getConnection(arguments[1], credentials)) {
            connection.setAutoCommit(false);
            findings = Judge.judge(published, new StoredInDatabase(connection));
        }
        Alarms alarms = Alarms.of(published, Alarms.read(folder), faults);
        System.out.println(json(published, findings, alarms, Latency.of(published, faults)));
    }

    private static String json(Published published, Judge.Findings findings, Alarms alarms, Latency latency) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("messages", published.messages.size());
        json.put("acknowledged", count(published, Published.Message::acknowledged));
        json.put("receipted", count(published, Published.Message::receipted));
        json.put("unreceipted", findings.unreceipted());
        json.put(
                "readings",
                published.messages.stream().mapToLong(of -> of.readings).sum());
        json.put("stored", findings.stored());
        json.put("conflicting", findings.conflicting());
        json.put("suspect", findings.suspect());
        json.put("dead_letters", findings.deadLetters());
        json.put("lost", findings.lost());
        json.put("lying_receipts", findings.lyingReceipts());
        json.put("doubled", findings.doubled());
        ObjectNode strange = json.putObject("strange_dead_letters");
        findings.strangeDeadLetters().forEach(strange::put);
        json.put("poison_messages", count(published, of -> of.kind.poison()));
        json.put("late_messages", count(published, of -> of.kind == Made.Kind.LATE));
        json.put(
                "sent_again",
                published.messages.stream()
                        .mapToLong(of -> Math.max(0, of.sendings - 1))
                        .sum());
        json.put(
                "backlog_mb",
                published.messages.stream()
                                .filter(of -> of.kind == Made.Kind.BACKLOG && of.receipted())
                                .mapToLong(of -> of.bytes)
                                .sum()
                        / 1e6);
        json.put(
                "backlog_readings",
                published.messages.stream()
                        .filter(of -> of.kind == Made.Kind.BACKLOG && of.receipted())
                        .mapToLong(of -> of.readings)
                        .sum());
        json.put("alarms", alarms.caused());
        json.put("missing_alarms", alarms.missing());
        json.put("alarmed_twice", alarms.twice());
        json.put("alarms_in_outages", alarms.inOutages());
        json.put("late_alarms", alarms.late());
        json.put("outage_alarm_p50_ms", Latency.percentile(alarms.outageMillis(), 0.5));
        json.put("outage_alarm_max_ms", Latency.percentile(alarms.outageMillis(), 1));
        json.put("excused_alarms", alarms.excused());
        json.put("quiet_alarm_p50_ms", Latency.percentile(alarms.quietMillis(), 0.5));
        json.put("quiet_alarm_max_ms", Latency.percentile(alarms.quietMillis(), 1));
        json.put("live_measured", latency.millis().size());
        json.put("live_p50_ms", Latency.percentile(latency.millis(), 0.5));
        json.put("live_p99_ms", Latency.percentile(latency.millis(), 0.99));
        json.put("live_max_ms", Latency.percentile(latency.millis(), 1));
        ArrayNode examples = json.putArray("examples");
        findings.examples().forEach(examples::add);
        alarms.examples().stream().limit(20).forEach(examples::add);
        return json.toString();
    }

    private interface Test {
        boolean of(Published.Message message);
    }

    private static long count(Published published, Test test) {
        return published.messages.stream().filter(test::of).count();
    }
}
