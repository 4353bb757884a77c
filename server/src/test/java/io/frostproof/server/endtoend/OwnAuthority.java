package io.frostproof.server.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority for one test, and the certificate of a broker on this machine, as the files that Mosquitto wants. */
final class OwnAuthority {

    private static final String PASSWORD = "only-for-this-test";

    private OwnAuthority() {}

    /** Writes {@code ca.crt}, {@code server.crt} and {@code server.key} into a folder. */
    static void writeInto(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("authority.p12");
        keytool(store, "-genkeypair", "-alias", "ca", "-dname", "CN=Test authority", "-ext", "bc:c");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "server",
                "-signer",
                "ca",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD.toCharArray());
        }
        pem(folder.resolve("ca.crt"), "CERTIFICATE", keys.getCertificate("ca").getEncoded());
        pem(
                folder.resolve("server.crt"),
                "CERTIFICATE",
                keys.getCertificate("server").getEncoded());
        Key key = keys.getKey("server", PASSWORD.toCharArray());
        pem(folder.resolve("server.key"), "PRIVATE KEY", key.getEncoded());
    }

    private static void keytool(Path store, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    private static void pem(Path file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
