package io.frostproof.store;

import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys for programs. Sees only hashes of them. Making and ending one is recorded in {@code account_event}. Thread-safe; calls block.
 */
public final class ApiTokens {

    /** Of one user, expired ones not counted; nobody needs as many, and a list without end helps nobody to find the one to revoke. */
    public static final int MOST_PER_USER = 100;

    private static final PageCursor NEWEST_FIRST =
            PageCursor.of("tokens", Part.descending("created_at", Kind.TIME), Part.descending("id", Kind.UUID));

    private static final String COLUMNS = "id, name, user_name, scopes, created_at, expires_at, last_used_at";

    private final Database database;

    ApiTokens(Database database) {
        this.database = database;
    }

    /**
     * An API token.
     *
     * @param scopes identifiers of permissions
     * @param lastUsedAt to the minute; null when it was never used
     */
    public record Token(
            UUID id,
            String name,
            String user,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt) {
        public Token {
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * A token in use and whose it is.
     *
     * @param role of the user, now
     */
    public record Held(Token token, String role) {}

    /**
     * Keeps a token.
     *
     * @param sha256 of the secret
     * @return false if the user has {@value #MOST_PER_USER} already
     */
    public boolean add(Token token, byte[] sha256, Access.Change change) {
        return database.write(connection -> {
            // Also keeps two of the same user from counting at the same time.
            Sql.first(connection, row -> true, "select 1 from app_user where name = ? for update", token.user());
            long live = Sql.number(
                    connection,
                    "select count(*) from api_token where user_name = ? and expires_at > ?",
                    token.user(),
                    change.at());
            if (live >= MOST_PER_USER) {
                return false;
            }
            Sql.update(
                    connection,
                    "insert into api_token (id, name, user_name, scopes, token_sha256, created_at, expires_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    token.id(),
                    token.name(),
                    token.user(),
                    Sql.texts(token.scopes()),
                    sha256,
                    token.createdAt(),
                    token.expiresAt());
            AccountEvents.append(
                    connection,
                    change,
                    "token_created",
                    token.user(),
                    Map.of(
                            "id", token.id(),
                            "name", token.name(),
                            "scopes", token.scopes(),
                            "expires_at", token.expiresAt()));
            return true;
        });
    }

    /** The token of this secret, if it has not expired. */
    public Optional<Held> find(byte[] sha256, Instant now) {
        return Optional.ofNullable(database.look(connection -> Sql.first(
                connection,
                row -> new Held(token(row), row.getString("role")),
                "select t.id, t.name, t.user_name, t.scopes, t.created_at, t.expires_at, t.last_used_at, u.role"
                        + " from api_token t join app_user u on u.name = t.user_name"
                        + " where t.token_sha256 = ? and t.expires_at > ?",
                sha256,
                now)));
    }

    /** Notes that a token was used at a time, unless a later one is there. */
    public void used(UUID id, Instant at) {
        database.write(connection -> Sql.update(
                connection,
                "update api_token set last_used_at = ? where id = ? and (last_used_at is null or last_used_at < ?)",
                at,
                id,
                at));
    }

    /**
     * Tokens, newest first.
     *
     * @param user only of this one; null for everybody's
     * @throws IllegalCursorException if the cursor is none of this list
     */
    public Page<Token> list(PageRequest request, @Nullable String user) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                NEWEST_FIRST,
                ApiTokens::token,
                token -> List.of(token.createdAt(), token.id()),
                "select " + COLUMNS + " from api_token",
                new Filter().andIfGiven("user_name = ?", user)));
    }

    /**
     * Ends a token.
     *
     * @param user only if it is of this one; null for anybody's
     * @return false if there is no such token
     */
    public boolean revoke(UUID id, @Nullable String user, Access.Change change) {
        return database.write(connection -> {
            Filter filter = new Filter().and("id = ?", id).andIfGiven("user_name = ?", user);
            Token revoked = Sql.first(
                    connection,
                    ApiTokens::token,
                    "delete from api_token" + filter.where() + " returning " + COLUMNS,
                    filter.parameters().toArray());
            if (revoked == null) {
                return false;
            }
            AccountEvents.append(
                    connection, change, "token_revoked", revoked.user(), Map.of("id", id, "name", revoked.name()));
            return true;
        });
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                Sql.uuid(row, "id"),
                row.getString("name"),
                row.getString("user_name"),
                List.of((String[]) row.getArray("scopes").getArray()),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "expires_at"),
                Sql.instantOrNull(row, "last_used_at"));
    }
}
