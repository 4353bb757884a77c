package io.frostproof.server.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;

/**
 * What the process takes of its machine, under the names that Prometheus' own clients use. (Micrometer's binders for processor and
 * collector have names that depend on the collector, or units that {@code promtool} does not like.)
 */
final class ProcessMetrics {

    private ProcessMetrics() {}

    static void bind(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            FunctionCounter.builder("jvm.gc.collections", collector, GarbageCollectorMXBean::getCollectionCount)
                    .tag("gc", collector.getName())
                    .description("Garbage collections.")
                    .register(registry);
            FunctionCounter.builder("jvm.gc.collection", collector, bean -> bean.getCollectionTime() / 1e3)
                    .tag("gc", collector.getName())
                    .baseUnit("seconds")
                    .description("Time spent in garbage collections.")
                    .register(registry);
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Gauge.builder("jvm.threads.current", threads, ThreadMXBean::getThreadCount)
                .description("Platform threads now; virtual threads are not counted.")
                .register(registry);
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        Gauge.builder("process.start.time", runtime, bean -> bean.getStartTime() / 1e3)
                .baseUnit("seconds")
                .description("When the process started, in seconds since 1970.")
                .register(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / 1e9)
                    .baseUnit("seconds")
                    .description("Processor time of the process, user and system.")
                    .register(registry);
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
            Gauge.builder(
                            "process.open.fds",
                            unix,
                            com.sun.management.UnixOperatingSystemMXBean::getOpenFileDescriptorCount)
                    .description("File descriptors in use: files and connections.")
                    .register(registry);
            Gauge.builder(
                            "process.max.fds",
                            unix,
                            com.sun.management.UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
                    .description("File descriptors that the process may use.")
                    .register(registry);
        }
    }
}
