package io.frostproof.server.endtoend;

import io.frostproof.testing.MosquittoBroker;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Mosquitto with the configuration that is shipped in {@code deploy/mosquitto}, word for word but for folders and ports. */
final class DeployedBroker implements AutoCloseable {

    private static final Path SHIPPED = Path.of("..", "deploy", "mosquitto");

    private final MosquittoBroker broker;
    private final Path folder;
    private final int tlsPort;

    private DeployedBroker(MosquittoBroker broker, Path folder, int tlsPort) {
        this.broker = broker;
        this.folder = folder;
        this.tlsPort = tlsPort;
    }

    /** @param passwords by name */
    static DeployedBroker start(Path folder, Map<String, String> passwords)
            throws IOException, InterruptedException, GeneralSecurityException {
        OwnAuthority.writeInto(folder);
        Files.copy(SHIPPED.resolve("acl"), folder.resolve("acl"));
        Path passwordFile = Files.createFile(folder.resolve("passwords"));
        for (Map.Entry<String, String> entry : passwords.entrySet()) {
            Process process = new ProcessBuilder(
                            "mosquitto_passwd", "-b", passwordFile.toString(), entry.getKey(), entry.getValue())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("mosquitto_passwd: " + said);
            }
        }
        int tlsPort;
        try (var socket = new ServerSocket(0)) {
            tlsPort = socket.getLocalPort();
        }
        var lines = new ArrayList<String>();
        for (String line : Files.readAllLines(SHIPPED.resolve("frostproof.conf"))) {
            // The test's broker has its own local listener and its own place to keep things.
            if (!line.startsWith("listener 1883") && !line.startsWith("persistence")) {
                lines.add(line.replace("/etc/mosquitto/frostproof/", folder + "/")
                        .replace("listener 8883", "listener " + tlsPort + " 127.0.0.1"));
            }
        }
        return new DeployedBroker(MosquittoBroker.start(List.copyOf(lines)), folder, tlsPort);
    }

    String tlsUri() {
        return "ssl://localhost:" + tlsPort;
    }

    /** Without TLS, on this machine only. */
    String localUri() {
        return broker.uri();
    }

    Path caFile() {
        return folder.resolve("ca.crt");
    }

    @Override
    public void close() {
        broker.close();
    }
}
