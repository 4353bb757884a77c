package io.frostproof.server.plan;

import io.frostproof.server.network.NetworkFile;
import io.frostproof.store.Database;
import io.frostproof.store.NetworkImporter;
import io.frostproof.yaml.InvalidFileException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * A network whose north is lost in a test, with stock of every fate: vaccine worth so much that two have to approve, milk and insulin that one may move, ice
 * cream that has nowhere to go in time, and goods of which nobody knows the value. All are sound until then: each room was in the middle of its band for 12 h.
 */
public final class DarkRegion {

    private static final Duration PAST = Duration.ofHours(12);

    private DarkRegion() {}

    private static String network(Instant since) {
        return """
                frostproof_network: 1
                regions:
                  - {id: coast, name: North Coast, fallback: [inland, pharmacy]}
                  - {id: valley, name: South Valley, fallback: [harbour]}
                nodes:
                  - {id: harbour, region: coast, name: Harbour Cold Store, kind: cold_store, time_zone: UTC,
                     capability: {capacity: {chilled: 4000, frozen: 900}, unloading: 10m, authorisations: [medicines], loss_likelihood: 0.02, cost_per_litre: 0.01, mean_repair: 30h}}
                  - {id: quay, region: coast, name: Quay Pop-up, kind: pop_up, time_zone: UTC,
                     capability: {capacity: {chilled: 400}, unloading: 10m, loss_likelihood: 0.1, cost_per_litre: 0.02, mean_repair: 30h}}
                  - {id: inland, region: valley, name: Inland Cold Store, kind: cold_store, time_zone: UTC,
                     capability: {capacity: {chilled: 1500}, unloading: 15m, authorisations: [medicines], loss_likelihood: 0.02, cost_per_litre: 0.01, mean_repair: 10h}}
                  - {id: pharmacy, region: valley, name: Meadow Pharmacy (partner), kind: partner, time_zone: UTC,
                     capability: {capacity: {chilled: 300}, unloading: 10m, partner: Meadow Pharmacy, authorisations: [medicines], loss_likelihood: 0.03, cost_per_litre: 0.05, mean_repair: 10h}}
                temperature_classes:
                  - {id: chilled, name: Chilled, band: {min: 2, max: 8}}
                  - {id: frozen, name: Frozen, band: {min: -25, max: -15}}
                lanes:
                  - {id: harbour-inland, from: harbour, to: inland, carrier: Own lorry, transit: 100m, slow_factor: 2, reliability: 0.97, mean_delay: 20m, keeps: [chilled], cost_per_unit: 18, cost_per_litre: 0.05}
                  - {id: harbour-pharmacy, from: harbour, to: pharmacy, carrier: Courier, transit: 70m, slow_factor: 1.5, reliability: 0.95, mean_delay: 15m, keeps: [chilled], cost_per_unit: 25, cost_per_litre: 0.1, litres: 200}
                  - {id: quay-inland, from: quay, to: inland, carrier: Van, transit: 80m, slow_factor: 2, reliability: 0.9, mean_delay: 30m, keeps: [chilled], cost_per_unit: 12, cost_per_litre: 0.05}
                units:
                  - {id: h-room, node: harbour, name: Cold room 1, kind: cold_room, profile: who-fridge, temperature_class: chilled}
                  - {id: h-freezer, node: harbour, name: Freezer 1, kind: freezer, profile: demo-freezer, temperature_class: frozen}
                  - {id: q-fridge, node: quay, name: Fridge 1, kind: fridge, profile: who-fridge, temperature_class: chilled}
                  - {id: i-room, node: inland, name: Cold room 1, kind: cold_room, profile: who-fridge, temperature_class: chilled}
                  - {id: p-fridge, node: pharmacy, name: Fridge 1, kind: fridge, profile: who-fridge, temperature_class: chilled}
                devices:
                  - {id: h-room-s, node: harbour, report_interval: 30m, channels: [{id: t1, quantity: temperature, max_hold: 24h, placements: [{unit: h-room, from: 2026-01-01T00:00:00Z}]}]}
                  - {id: h-freezer-s, node: harbour, report_interval: 30m, channels: [{id: t1, quantity: temperature, max_hold: 24h, placements: [{unit: h-freezer, from: 2026-01-01T00:00:00Z}]}]}
                  - {id: q-fridge-s, node: quay, report_interval: 30m, channels: [{id: t1, quantity: temperature, max_hold: 24h, placements: [{unit: q-fridge, from: 2026-01-01T00:00:00Z}]}]}
                  - {id: i-room-s, node: inland, report_interval: 30m, channels: [{id: t1, quantity: temperature, max_hold: 24h, placements: [{unit: i-room, from: 2026-01-01T00:00:00Z}]}]}
                products:
                  - {id: flu, name: "Influenza vaccine, prefilled syringes", profile: who-fridge, source: Leaflet of the maker, value: {amount: 11.20, currency: EUR, per: syringes},
                     litres_per: {amount: 0.12, per: syringes}, authorisations: [medicines], handling_risk: high, freezes_below: -0.5, budgets: [{name: out of refrigeration, above: 8, up_to: 25, time: 12h}]}
                  - {id: insulin, name: Insulin pens, profile: who-fridge, source: Leaflet of the maker, value: {amount: 34.5, currency: EUR, per: pens},
                     litres_per: {amount: 0.1, per: pens}, authorisations: [medicines], budgets: [{name: out of refrigeration, above: 8, up_to: 25, time: 8h}]}
                  - {id: fresh-milk, name: "Fresh milk, 1 l", profile: who-fridge, source: Dairy, value: {amount: 1.15, currency: EUR, per: bottles},
                     litres_per: {amount: 1.2, per: bottles}, budgets: [{name: above 8 °C, above: 8, time: 4h}]}
                  - {id: ice, name: Ice cream tubs, profile: demo-freezer, source: Maker, value: {amount: 4.6, currency: EUR, per: tubs},
                     litres_per: {amount: 1.2, per: tubs}, budgets: [{name: soft, above: -15, up_to: -10, time: 1h}]}
                  - {id: cheese, name: Cheese, profile: who-fridge, source: Dairy, litres_per: {amount: 2, per: boxes}, budgets: [{name: warm, above: 8, time: 8h}]}
                disruptions:
                  - {id: grid-coast, region: coast, failure: The grid of the coast fails, likelihood: once in ten years, detection: mains of several nodes are lost, backup: none, decides: duty manager, executes: shift leads,
                     runbook: [Keep all doors shut, "Approve the plan: what runs out first goes first", Call the grid for how long it will take]}
                decisions: {currency: EUR}
                lots:
                  - {id: f-26, product: flu}
                  - {id: n-26, product: insulin}
                  - {id: m-26, product: fresh-milk}
                  - {id: i-26, product: ice}
                  - {id: c-26, product: cheese}
                handling_units:
                  - {id: flu-01, lot: f-26, quantity: 720, quantity_unit: syringes}
                  - {id: flu-02, lot: f-26, quantity: 480, quantity_unit: syringes}
                  - {id: pens-01, lot: n-26, quantity: 96, quantity_unit: pens}
                  - {id: pens-02, lot: n-26, quantity: 60, quantity_unit: pens}
                  - {id: pens-03, lot: n-26, quantity: 36, quantity_unit: pens}
                  - {id: milk-01, lot: m-26, quantity: 240, quantity_unit: bottles}
                  - {id: milk-02, lot: m-26, quantity: 120, quantity_unit: bottles}
                  - {id: ice-01, lot: i-26, quantity: 300, quantity_unit: tubs}
                  - {id: cheese-01, lot: c-26, quantity: 12, quantity_unit: boxes}
                movements:
                  - {handling_unit: flu-01, time: %1$s, to: h-room}
                  - {handling_unit: flu-02, time: %1$s, to: h-room}
                  - {handling_unit: pens-01, time: %1$s, to: h-room}
                  - {handling_unit: pens-02, time: %1$s, to: h-room}
                  - {handling_unit: pens-03, time: %1$s, to: q-fridge}
                  - {handling_unit: milk-01, time: %1$s, to: h-room}
                  - {handling_unit: milk-02, time: %1$s, to: q-fridge}
                  - {handling_unit: ice-01, time: %1$s, to: h-freezer}
                  - {handling_unit: cheese-01, time: %1$s, to: h-room}
                """.formatted(since);
    }

    /** Brings the network and what was measured until {@code now} into an empty database. */
    public static void bring(Database database, Connection connection, Instant now)
            throws InvalidFileException, SQLException {
        Instant since = now.minus(PAST);
        new NetworkImporter(database).run(NetworkFile.readText("network.yaml", network(since)));
        try (Statement sql = connection.createStatement()) {
            sql.execute("""
                    select make_room_for_readings('%1$s'::timestamptz - interval '2 days', '%2$s'::timestamptz + interval '1 day');
                    insert into reading
                    select c.id, t, case when c.device_id = 'h-freezer-s' then -20 else 5 end, 0, t + interval '1 second', 0, 1, 1
                    from channel c, generate_series('%1$s'::timestamptz, '%2$s'::timestamptz, '30 minutes') t
                    where c.device_id in ('h-room-s', 'h-freezer-s', 'q-fridge-s', 'i-room-s')
                    """.formatted(since, now));
        }
    }
}
