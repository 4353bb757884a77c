package io.frostproof.ingest.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** TLS with the certificates of a file: small networks have an authority of their own. */
final class Trust {

    private Trust() {}

    /**
     * Sockets that accept what the certificates in {@code caFile} vouch for, and nothing else.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate; the message names it
     */
    static SSLSocketFactory in(Path caFile) {
        try (InputStream stream = Files.newInputStream(caFile)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(stream);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("ca_file " + caFile + ": no certificate in it, expected PEM");
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("ca_file " + caFile + ": " + e.getMessage(), e);
        }
    }
}
