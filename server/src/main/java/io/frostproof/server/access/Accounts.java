package io.frostproof.server.access;

import io.frostproof.store.Access;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Sign-in: passwords to tokens, tokens to principals. Tokens are 256 random bits, kept as SHA-256 only, and last 12 hours: one
 * shift. Passwords and tokens never reach a log. Thread-safe; calls block.
 */
public final class Accounts {

    /** The user that the first start makes. */
    public static final String ADMINISTRATOR = "admin";

    static final Duration TOKEN_LASTS = Duration.ofHours(12);
    private static final int TOKEN_BYTES = 32;
    /** 120 bits: out of reach of guessing, and still short enough to be typed off a terminal. */
    private static final int PASSWORD_BYTES = 15;

    private final Access access;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Passwords passwords;
    private final SignInLimiter limiter = new SignInLimiter();
    private final String nobodysHash;

    public Accounts(Access access, InstantSource clock) {
        this(access, clock, Passwords.ITERATIONS);
    }

    Accounts(Access access, InstantSource clock, int iterations) {
        this.access = access;
        this.clock = clock;
        passwords = new Passwords(random, iterations);
        nobodysHash = passwords.hash(randomText(PASSWORD_BYTES));
    }

    /**
     * Makes the user {@code admin} with a random password if there is no user at all.
     *
     * @return the password, which is known nowhere else, for the caller to show once; empty if there is a user
     */
    public Optional<String> ensureAdministrator() {
        if (access.hasUsers()) {
            return Optional.empty();
        }
        String password = randomText(PASSWORD_BYTES);
        boolean added = access.add(
                new Access.User(ADMINISTRATOR, passwords.hash(password), Role.ADMINISTRATOR.id()), clock.instant());
        return added ? Optional.of(password) : Optional.empty();
    }

    /**
     * Gives the user {@code admin}, made if need be, a new random password and ends all its sessions.
     *
     * @return the password, for the caller to show once
     */
    public String resetAdministrator() {
        String password = randomText(PASSWORD_BYTES);
        put(ADMINISTRATOR, password, Role.ADMINISTRATOR);
        limiter.succeeded(ADMINISTRATOR);
        return password;
    }

    /** Adds a user, or changes the password and role of the one of this name and ends all its sessions. */
    public void put(String name, String password, Role role) {
        access.put(new Access.User(name, passwords.hash(password), role.id()), clock.instant());
    }

    /** Checks a password and hands a token out for it. */
    public SignIn signIn(String name, String password) {
        Instant now = clock.instant();
        Duration wait = limiter.wait(name, now);
        if (wait.isPositive()) {
            return new SignIn.LockedOut(wait);
        }
        Optional<Access.User> user = access.user(name);
        // Also for nobody, so that the time it takes does not tell who exists.
        boolean matches =
                Passwords.matches(password, user.map(Access.User::passwordHash).orElse(nobodysHash));
        if (user.isEmpty() || !matches) {
            limiter.failed(name, now);
            return new SignIn.Refused();
        }
        limiter.succeeded(name);
        String token = randomText(TOKEN_BYTES);
        Instant expiresAt = now.plus(TOKEN_LASTS);
        access.addToken(sha256Hex(token), name, now, expiresAt);
        return new SignIn.Granted(
                token, expiresAt, Principal.of(name, Role.known(user.get().role())));
    }

    /** Who holds a token; empty if nobody does or it has expired. */
    public Optional<Principal> principal(String token) {
        return access.holder(sha256Hex(token), clock.instant())
                .map(holder -> Principal.of(holder.name(), Role.known(holder.role())));
    }

    private String randomText(int bytes) {
        byte[] buffer = new byte[bytes];
        random.nextBytes(buffer);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer);
    }

    private static String sha256Hex(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
