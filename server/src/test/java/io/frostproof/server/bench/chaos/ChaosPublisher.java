package io.frostproof.server.bench.chaos;

import io.frostproof.protocol.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A process of devices: {@code ChaosPublisher FOLDER NODE...}. It ends when everything has its receipt, with 0, or when its standard input
 * ends, with 2; on the way it prints how many messages wait for a receipt.
 */
final class ChaosPublisher {

    private static final long TWO_DAYS_MILLIS = 2L * 86_400_000;

    private ChaosPublisher() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        RunPlan plan = RunPlan.read(folder);
        var groups = new ArrayList<DeviceGroup>();
        var threads = new ArrayList<Thread>();
        for (String node : List.of(arguments).subList(1, arguments.length)) {
            var log = new PublisherLog(folder, node);
            var group = new DeviceGroup(node, plan, fleet(plan, node, log), log);
            groups.add(group);
            threads.add(Thread.ofPlatform().name(node).start(group));
        }
        Children.whenParentIsGone(() -> groups.forEach(DeviceGroup::giveUp));
        while (threads.stream().anyMatch(Thread::isAlive)) {
            Thread.sleep(500);
            System.out.println(
                    groups.stream().mapToInt(DeviceGroup::unreceipted).sum());
        }
        System.exit(groups.stream().allMatch(group -> group.unreceipted() == 0) ? 0 : 2);
    }

    private static Fleet fleet(RunPlan plan, String node, PublisherLog log) {
        return switch (node) {
            case ChaosWorld.LIVE_JSON -> live(plan, node, 0, Form.JSON);
            case ChaosWorld.LIVE_BINARY -> live(plan, node, 1, Form.BINARY);
            case ChaosWorld.AHEAD ->
                new LiveFleet(
                        plan,
                        List.of(ChaosWorld.device(node, 0)),
                        Form.JSON,
                        TWO_DAYS_MILLIS,
                        plan.seed() ^ node.hashCode());
            case ChaosWorld.ALARM -> new AlarmFleet(plan, log);
            case ChaosWorld.BACKLOG -> new BacklogFleet(plan);
            default -> throw new IllegalArgumentException("node '" + node + "': expected one of the run's nodes");
        };
    }

    private static Fleet live(RunPlan plan, String node, int parity, Form form) {
        List<String> ids = IntStream.range(0, plan.liveDevices())
                .filter(i -> i % 2 == parity)
                .mapToObj(i -> ChaosWorld.device(node, i))
                .toList();
        return new LiveFleet(plan, ids, form, 0, plan.seed() ^ node.hashCode());
    }
}
