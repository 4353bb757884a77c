package io.frostproof.server.access;

import io.frostproof.store.Access;
import io.frostproof.store.ApiTokens;
import io.frostproof.store.Page;
import io.frostproof.store.PageRequest;
import io.frostproof.store.UserSessions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users, and who is signed in. Passwords become sessions of 12 hours, one shift; tokens become principals. Tokens are kept as SHA-256
 * only. Passwords and tokens never reach a log. Thread-safe; calls block.
 */
public final class Accounts {

    /** The user that the first start makes. */
    public static final String ADMINISTRATOR = "admin";

    /** Shortest new password, in characters. */
    public static final int PASSWORD_LEAST = 12;

    /** Longest new password, in characters; a phrase, not a book that is hashed. */
    public static final int PASSWORD_MOST = 200;

    /** What a new password has to be. */
    public static final String PASSWORD_RULE = PASSWORD_LEAST + " to " + PASSWORD_MOST + " characters";

    /** What the name of a new user has to be. */
    public static final String NAME_RULE =
            "1 to 64 of A-Z, a-z, 0-9 and '.', '_', '-', '@', beginning with a letter or digit";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    static final Duration SESSION_LASTS = Duration.ofHours(12);
    /** 120 bits: out of reach of guessing, and still short enough to be typed off a terminal. */
    private static final int FIRST_PASSWORD_BYTES = 15;
    /** Failed sign-ins of one address: 30 within 5 minutes, more than a small office behind one address mistypes. */
    private static final int ADDRESS_BURST = 30;

    private static final double ADDRESS_PER_SECOND = 30 / 300.0;

    private final Access access;
    private final UserSessions sessions;
    private final ApiTokens apiTokens;
    private final InstantSource clock;
    private final Tokens tokens;
    private final Passwords passwords;
    private final HashingGate gate;
    private final SignInLimiter names = new SignInLimiter();
    private final TokenBuckets addresses = new TokenBuckets(ADDRESS_BURST, ADDRESS_PER_SECOND);

    public Accounts(Access access, InstantSource clock) {
        this(access, clock, Argon2id.USUAL, HashingGate.usual());
    }

    Accounts(Access access, InstantSource clock, Argon2id cost, HashingGate gate) {
        this.access = access;
        this.clock = clock;
        this.gate = gate;
        sessions = access.sessions();
        apiTokens = access.tokens();
        var random = new SecureRandom();
        tokens = new Tokens(random);
        passwords = new Passwords(random, cost);
    }

    /** What programs sign in with. */
    public ProgramTokens programTokens() {
        return new ProgramTokens(apiTokens, tokens, clock);
    }

    // ---- users

    /**
     * Makes the user {@code admin} with a random password if there is no user at all.
     *
     * @return the password, which is known nowhere else, for the caller to show once; empty if there is a user
     */
    public Optional<String> ensureAdministrator() {
        if (access.hasUsers()) {
            return Optional.empty();
        }
        String password = tokens.text(FIRST_PASSWORD_BYTES);
        access.put(ADMINISTRATOR, Role.ADMINISTRATOR.id(), passwords.hash(password), by("(first start)"));
        return Optional.of(password);
    }

    /**
     * Gives the user {@code admin}, made if need be, a new random password and ends all its sessions.
     *
     * @return the password, for the caller to show once
     */
    public String resetAdministrator() {
        String password = tokens.text(FIRST_PASSWORD_BYTES);
        put(ADMINISTRATOR, password, Role.ADMINISTRATOR);
        names.succeeded(ADMINISTRATOR);
        return password;
    }

    /** As {@link #put(String, Role, Optional, String)} on behalf of whoever runs this program. */
    public void put(String name, String password, Role role) {
        UserPut outcome = put(name, role, Optional.of(password), "(command line)");
        if (!(outcome instanceof UserPut.Saved)) {
            throw new IllegalStateException("user " + name + ": " + outcome);
        }
    }

    /**
     * Adds a user, or gives the one of this name another role and, if one is given, another password, which ends all its sessions.
     *
     * @param actor who does it, for the record
     * @throws IllegalArgumentException if a name or password is not one that a user may have; the message says which
     */
    public UserPut put(String name, Role role, Optional<String> password, String actor) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name '" + name + "': expected " + NAME_RULE);
        }
        password.flatMap(Passwords::wrong).ifPresent(expected -> {
            throw new IllegalArgumentException("password: expected " + expected);
        });
        Optional<String> hash = Optional.empty();
        if (password.isPresent()) {
            String wanted = password.get();
            hash = gate.run(() -> passwords.hash(wanted));
            if (hash.isEmpty()) {
                return new UserPut.Busy();
            }
        }
        return switch (access.put(name, role.id(), hash.orElse(null), by(actor))) {
            case ADDED -> saved(name, actor, true);
            case KEPT -> saved(name, actor, false);
            case NEEDS_PASSWORD -> new UserPut.NeedsPassword();
            case LAST_ADMINISTRATOR -> new UserPut.LastAdministrator();
        };
    }

    private UserPut saved(String name, String actor, boolean added) {
        LOG.info("event=user_{} user={} actor=\"{}\"", added ? "added" : "put", name, actor);
        return access.user(name)
                .<UserPut>map(user -> new UserPut.Saved(user, added))
                .orElseThrow(() -> new IllegalStateException("user " + name + " was removed meanwhile"));
    }

    /**
     * Removes a user with all sessions and API tokens.
     *
     * @param actor who does it
     */
    public UserRemoval remove(String name, String actor) {
        if (name.equals(actor)) {
            return UserRemoval.ONESELF;
        }
        UserRemoval outcome = switch (access.remove(name, by(actor))) {
            case REMOVED -> UserRemoval.REMOVED;
            case UNKNOWN -> UserRemoval.UNKNOWN;
            case LAST_ADMINISTRATOR -> UserRemoval.LAST_ADMINISTRATOR;
        };
        if (outcome == UserRemoval.REMOVED) {
            LOG.info("event=user_removed user={} actor=\"{}\"", name, actor);
        }
        return outcome;
    }

    /** Users by name. */
    public Page<Access.User> users(PageRequest request) {
        return access.users(request);
    }

    /**
     * Changes a user's own password, and ends all other sessions of the user.
     *
     * @param session what the user is signed in with now
     * @throws IllegalArgumentException if the new password is not one that a user may have
     */
    public PasswordChange changePassword(String name, String current, String wanted, Credential session) {
        Passwords.wrong(wanted).ifPresent(expected -> {
            throw new IllegalArgumentException("new: expected " + expected);
        });
        return gate.<PasswordChange>run(() -> {
                    Duration wait = names.wait(name, clock.instant());
                    if (wait.isPositive()) {
                        return new PasswordChange.LockedOut(wait);
                    }
                    Optional<Access.Login> login = access.login(name);
                    if (login.isEmpty()
                            || !Passwords.matches(current, login.get().passwordHash())) {
                        names.failed(name, clock.instant());
                        return new PasswordChange.WrongPassword();
                    }
                    boolean changed = access.changePassword(
                            name,
                            login.get().passwordHash(),
                            passwords.hash(wanted),
                            Tokens.sha256(session.token()),
                            by(name));
                    return changed ? new PasswordChange.Changed() : new PasswordChange.WrongPassword();
                })
                .orElseGet(PasswordChange.Busy::new);
    }

    // ---- sessions

    /**
     * Checks a password and begins a session.
     *
     * @param kind bearer or cookie
     * @param address where the attempt comes from, as {@link SignInLimiter} and the log shall know it
     */
    public SignIn signIn(String name, String password, SignedIn.Kind kind, String address) {
        Instant now = now();
        Duration wait = addresses.take(address, now);
        if (wait.isPositive()) {
            return new SignIn.TooMany(wait);
        }
        wait = names.wait(name, now);
        if (wait.isPositive()) {
            return new SignIn.LockedOut(wait);
        }
        SignIn outcome =
                gate.run(() -> check(name, password, kind, address, now)).orElseGet(SignIn.Busy::new);
        if (!(outcome instanceof SignIn.Refused)) {
            addresses.giveBack(address, now);
        }
        return outcome;
    }

    private SignIn check(String name, String password, SignedIn.Kind kind, String address, Instant now) {
        // Again, since others may have failed while this one waited.
        Duration wait = names.wait(name, now);
        if (wait.isPositive()) {
            return new SignIn.LockedOut(wait);
        }
        Optional<Access.Login> login = access.login(name);
        // Also for nobody, so that the time it takes does not tell who exists.
        String hash = login.map(Access.Login::passwordHash).orElseGet(passwords::nobodysHash);
        boolean matches = Passwords.matches(password, hash);
        if (login.isEmpty() || !matches) {
            return refused(name, login.isPresent(), address, now);
        }
        if (passwords.outdated(hash)) {
            String newer = passwords.hash(password);
            access.rehash(name, hash, newer);
            hash = newer;
        }
        String token = tokens.session();
        Instant expiresAt = now.plus(SESSION_LASTS);
        if (!sessions.add(Tokens.sha256(token), kind.id(), name, hash, now, expiresAt)) {
            return refused(name, true, address, now);
        }
        names.succeeded(name);
        LOG.info("event=signed_in user={} kind={} address={}", name, kind.id(), address);
        var principal = Principal.of(name, Role.known(login.get().role()));
        return new SignIn.Granted(token, session(principal, kind, expiresAt, token));
    }

    private SignIn refused(String name, boolean exists, String address, Instant now) {
        names.failed(name, now);
        // A name that does not exist may be a password in the wrong field.
        LOG.info("event=sign_in_refused user={} address={}", exists ? name : "(unknown)", address);
        return new SignIn.Refused();
    }

    /** Ends a session. An API token is not ended this way. */
    public void signOut(Credential credential) {
        sessions.end(Tokens.sha256(credential.token()));
    }

    /** Who shows this; empty if it is no token of anybody, has expired, or came another way than it was made for. */
    public Optional<SignedIn> authenticate(Credential credential) {
        String token = credential.token();
        if (!Tokens.wellFormed(token)) {
            return Optional.empty();
        }
        byte[] sha256 = Tokens.sha256(token);
        Instant now = now();
        if (Tokens.ofApi(token)) {
            return credential.viaCookie()
                    ? Optional.empty()
                    : apiTokens.find(sha256, now).map(held -> program(held, now));
        }
        SignedIn.Kind kind = credential.viaCookie() ? SignedIn.Kind.COOKIE : SignedIn.Kind.BEARER;
        return sessions.find(sha256, kind.id(), now)
                .map(session -> session(
                        Principal.of(session.user(), Role.known(session.role())), kind, session.expiresAt(), token));
    }

    private static SignedIn session(Principal principal, SignedIn.Kind kind, Instant expiresAt, String token) {
        return new SignedIn(
                principal,
                kind,
                expiresAt,
                Tokens.key(Tokens.sha256(token)),
                kind == SignedIn.Kind.COOKIE ? Optional.of(Tokens.csrf(token)) : Optional.empty());
    }

    /** May do what its scopes leave of what its user may do now. */
    private SignedIn program(ApiTokens.Held held, Instant now) {
        ApiTokens.Token token = held.token();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        Instant lastUsedAt = token.lastUsedAt();
        if (lastUsedAt == null || lastUsedAt.isBefore(minute)) {
            apiTokens.used(token.id(), minute);
        }
        Role role = Role.known(held.role());
        EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
        token.scopes().forEach(scope -> Permission.of(scope).ifPresent(permissions::add));
        permissions.retainAll(role.permissions());
        return new SignedIn(
                new Principal(token.user(), role, permissions),
                SignedIn.Kind.API_TOKEN,
                token.expiresAt(),
                token.id().toString(),
                Optional.empty());
    }

    private Access.Change by(String actor) {
        return new Access.Change(actor, now());
    }

    /** As the database keeps it, so that what is answered now and later is the same. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
