package io.frostproof.server.bench.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java processes of a run. Each ends when its standard input does, so that none outlives the conductor, however that ends. */
final class Children {

    private Children() {}

    /** The command that runs a class of this class path. */
    static List<String> command(Class<?> main, String heap, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heap,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        String logging = System.getProperty("logback.configurationFile");
        if (logging != null) {
            command.add("-Dlogback.configurationFile=" + logging);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    static Process start(Class<?> main, String heap, List<String> arguments, Path errors) throws IOException {
        return new ProcessBuilder(command(main, heap, arguments))
                .directory(new File("."))
                .redirectError(errors.toFile())
                .start();
    }

    /** In a child: does something when its parent has closed our standard input, or is gone. */
    static void whenParentIsGone(Runnable what) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nobody says anything on it.
                }
            } catch (IOException gone) {
                // As good as its end.
            }
            what.run();
        });
    }
}
