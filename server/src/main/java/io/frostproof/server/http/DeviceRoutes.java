package io.frostproof.server.http;

import io.frostproof.store.DeviceQueries;
import java.time.InstantSource;

/** Devices and channels. */
final class DeviceRoutes {

    private final DeviceQueries devices;
    private final InstantSource clock;

    DeviceRoutes(DeviceQueries devices, InstantSource clock) {
        this.devices = devices;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations.on("listDevices", this::list).on("getDevice", this::one).on("listChannels", this::channels);
    }

    private Reply list(Request request) {
        Query query = request.query();
        var wanted = new DeviceQueries.Wanted(query.text("region"), query.text("node"), query.text("state"));
        return Reply.page(devices.list(wanted, query.page(), clock.instant()));
    }

    private Reply one(Request request) {
        String id = request.id();
        return Reply.json(devices.find(id, clock.instant()).orElseThrow(() -> ProblemException.notFound("device", id)));
    }

    private Reply channels(Request request) {
        Query query = request.query();
        return Reply.page(devices.channels(query.text("unit"), query.text("device"), query.page(), clock.instant()));
    }
}
