package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.ingest.device.Order.Task;
import io.frostproof.store.ChannelTrust;
import io.frostproof.store.DeviceOrders;
import io.frostproof.store.DeviceQueries;
import io.frostproof.store.Page;
import io.frostproof.store.ReadingQueries.ChannelPath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Devices and channels, and what devices are asked for. */
final class DeviceRoutes {

    /** Long enough to walk along a row of lockers, short enough not to cost a battery. */
    private static final int IDENTIFY_S = 30;

    private final DeviceQueries devices;
    private final DeviceOrders orders;
    private final ChannelTrust trust;
    private final Runnable ordered;
    private final InstantSource clock;

    /** @param ordered called after something was asked of a device, so that it is sent at once */
    DeviceRoutes(
            DeviceQueries devices, DeviceOrders orders, ChannelTrust trust, Runnable ordered, InstantSource clock) {
        this.devices = devices;
        this.orders = orders;
        this.trust = trust;
        this.ordered = ordered;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on("listDevices", this::list)
                .on("getDevice", this::one)
                .on("listChannels", this::channels)
                .on(
                        "getDeviceConfig",
                        request -> Reply.json(orders.config(request.id()).orElseThrow(() -> notFound(request))))
                .on("putDeviceConfig", this::configure)
                .on("distrustChannel", request -> trusted(request, trust::distrust))
                .on("trustChannel", request -> trusted(request, trust::trust))
                .on(
                        "listDeviceConfigs",
                        request -> listed(
                                request,
                                () -> orders.configs(
                                        request.id(), request.query().page())))
                .on("sendDeviceCommand", this::command)
                .on(
                        "listDeviceCommands",
                        request -> listed(
                                request,
                                () -> orders.commands(
                                        request.id(), request.query().page())))
                .on(
                        "listDeviceConnections",
                        request -> listed(
                                request,
                                () -> orders.connections(
                                        request.id(), request.query().page())));
    }

    private Reply list(Request request) {
        Query query = request.query();
        var wanted = new DeviceQueries.Wanted(
                query.text("region"), query.text("node"), query.text("state"), query.text("presence"));
        return Reply.page(devices.list(wanted, query.page(), clock.instant()));
    }

    private Reply one(Request request) {
        return Reply.json(devices.find(request.id(), clock.instant()).orElseThrow(() -> notFound(request)));
    }

    private Reply channels(Request request) {
        Query query = request.query();
        return Reply.page(devices.channels(query.text("unit"), query.text("device"), query.page(), clock.instant()));
    }

    private Reply listed(Request request, Supplier<Page<?>> page) {
        if (!orders.exists(request.id())) {
            throw notFound(request);
        }
        return Reply.page(page.get());
    }

    /** A change of what is trusted. */
    private interface Change {
        ChannelTrust.Outcome made(
                ChannelPath channel, @Nullable Instant from, String reason, String actor, Instant now);
    }

    private Reply trusted(Request request, Change change) {
        var channel = new ChannelPath(request.id(), request.parameter("channel"));
        String from = request.text("from");
        ChannelTrust.Outcome outcome = change.made(
                channel,
                from == null ? null : Times.parse(from).orElseThrow(),
                request.given("reason"),
                request.principal().name(),
                clock.instant());
        switch (outcome) {
            case ChannelTrust.Outcome.Done done -> {}
            case ChannelTrust.Outcome.NotFound gone -> throw ProblemException.notFound("channel", channel.toString());
            case ChannelTrust.Outcome.WrongTime wrong -> throw wrongTime("from", from, wrong);
            case ChannelTrust.Outcome.TrustedAlready trusted ->
                throw new ProblemException(Problem.conflict("channel " + channel + " is trusted already", "trusted"));
            case ChannelTrust.Outcome.Closed closed -> throw ofIncidents(closed);
            case ChannelTrust.Outcome.WhichChannel which -> throw ofIncidents(which);
            case ChannelTrust.Outcome.OthersLast others -> throw ofIncidents(others);
        }
        ordered.run();
        return one(request);
    }

    private static IllegalStateException ofIncidents(ChannelTrust.Outcome outcome) {
        return new IllegalStateException("this is about incidents: " + outcome);
    }

    static ProblemException wrongTime(String field, @Nullable String value, ChannelTrust.Outcome.WrongTime wrong) {
        return ProblemException.wrong(field, value, "an event time from " + wrong.earliest() + " to " + wrong.latest());
    }

    private Reply configure(Request request) {
        int report = request.body().path("report_interval_s").intValue();
        int sample = request.body().path("sample_interval_s").intValue();
        if (sample > report) {
            throw ProblemException.wrong(
                    "sample_interval_s", Integer.toString(sample), "at most report_interval_s, " + report);
        }
        DeviceOrders.Config config = orders.configure(
                        request.id(), report, sample, request.principal().name(), clock.instant())
                .orElseThrow(() -> notFound(request));
        ordered.run();
        return Reply.json(config);
    }

    private Reply command(Request request) {
        Task task = task(request);
        var lifetime = Duration.ofSeconds(request.body().path("lifetime_s").intValue());
        DeviceOrders.Command command = orders.command(
                        request.id(), task, lifetime, request.principal().name(), clock.instant())
                .orElseThrow(() -> notFound(request));
        ordered.run();
        return Reply.json(201, command);
    }

    /** Each command has fields of its own; one that means nothing for it is a mistake of the caller. */
    private static Task task(Request request) {
        String what = request.given("do");
        JsonNode body = request.body();
        List<String> needed = what.equals("backlog") ? List.of("boot", "from", "seq") : List.of();
        List<String> allowed = what.equals("identify") ? List.of("for_s") : needed;
        var errors = new ArrayList<Problem.FieldError>();
        for (String field : List.of("for_s", "boot", "from", "seq")) {
            if (needed.contains(field) && !body.has(field)) {
                errors.add(new Problem.FieldError(field, null, "to be there: do is " + what));
            } else if (!allowed.contains(field) && body.has(field)) {
                errors.add(new Problem.FieldError(field, body.get(field).asText(), "not to be there: do is " + what));
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.of(400, errors));
        }
        return switch (what) {
            case "identify" -> new Task.Identify(body.path("for_s").asInt(IDENTIFY_S));
            case "backlog" -> {
                long from = body.path("from").longValue();
                long seq = body.path("seq").longValue();
                if (from > seq) {
                    throw ProblemException.wrong("from", Long.toString(from), "at most seq, " + seq);
                }
                yield new Task.Backlog(body.path("boot").longValue(), from, seq);
            }
            case "status" -> new Task.Report();
            default -> throw new IllegalArgumentException("do was " + what);
        };
    }

    private static ProblemException notFound(Request request) {
        return ProblemException.notFound("device", request.id());
    }
}
