package io.frostproof.server.access;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) of a password.
 *
 * @param memoryKib what a guess costs in memory
 * @param passes over that memory
 */
record Argon2id(int memoryKib, int passes) {

    /** What OWASP's Password Storage Cheat Sheet names first: 19 MiB, 2 passes, 1 lane. About 0.1 s here. */
    static final Argon2id USUAL = new Argon2id(19 * 1024, 2);

    byte[] derive(String password, byte[] salt, int bytes) {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(salt)
                .build();
        var generator = new Argon2BytesGenerator();
        generator.init(parameters);
        var hash = new byte[bytes];
        // Keyboards differ in how they compose letters with marks.
        String composed = Normalizer.normalize(password, Normalizer.Form.NFC);
        generator.generateBytes(composed.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
