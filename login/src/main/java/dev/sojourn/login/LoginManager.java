package dev.sojourn.login;

import dev.sojourn.http.RequestHead;
import dev.sojourn.protect.NextPath;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one application's users sign in. It needs two things to know of them: how to find one by id, and what the id of
 * one is. Immutable and thread-safe.
 *
 * @param <U> the application's own type of user
 */
public final class LoginManager<U> {

    static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int MAX_ID_BYTES = 255;

    private final UserLoader<U> byId;
    private final Function<U, String> id;
    private final @Nullable Function<U, @Nullable String> credential;
    private final Set<String> kept;
    private final int maxSessions;
    private final NextPath loginPath;
    private final NextPath afterLogin;
    private final Set<String> notNext;

    private LoginManager(Builder<U> builder) {
        this.byId = builder.byId;
        this.id = builder.id;
        this.credential = builder.credential;
        this.kept = builder.kept;
        this.maxSessions = builder.maxSessions;
        this.loginPath = builder.loginPath;
        this.afterLogin = builder.afterLogin;
        this.notNext = Set.of(builder.loginPath.text(), builder.logoutPath.text());
    }

    /**
     * A manager for users that these two functions describe; the rest has defaults.
     *
     * @param byId finds the user that a session remembers
     * @param id what a session is to remember of a user: unique, never given to another user later, 1 to 255 bytes of
     *     UTF-8
     */
    public static <U> Builder<U> of(UserLoader<U> byId, Function<U, String> id) {
        return new Builder<>(byId, id);
    }

    /**
     * The sign-in of one request.
     *
     * @param sessions who hears of what happens
     * @param session gives the request's session, always the same; asked only when it is needed
     */
    public Login<U> open(SessionManager sessions, Supplier<Session> session, RequestHead head) {
        return new Login<>(this, sessions, session, head);
    }

    /** The path of the page where people sign in. */
    public String loginPath() {
        return loginPath.text();
    }

    /**
     * Where to go after signing in: the return path that the request gave, when it is a safe one of this application;
     * else the path configured by {@code afterLogin}. Fit to be sent as {@code Location}.
     *
     * @param given the values of the parameter {@code next}, decoded; repeated ones count as none
     */
    public String nextPath(List<String> given) {
        return NextPath.parse(given, notNext).orElse(afterLogin).text();
    }

    /** Where to go after signing in, like {@link #nextPath(List)}; null counts as not given. */
    public String nextPath(@Nullable String given) {
        return NextPath.parse(given, notNext).orElse(afterLogin).text();
    }

    UserLoader<U> byId() {
        return byId;
    }

    Set<String> kept() {
        return kept;
    }

    /** Whether a user may have only so many sessions, which their store must be able to count. */
    public boolean limitsSessions() {
        return maxSessions != UNLIMITED;
    }

    int maxSessions() {
        return maxSessions;
    }

    /** Paths that nobody is sent back to. */
    Set<String> notNext() {
        return notNext;
    }

    String idOf(U user) {
        String given = id.apply(user);
        int bytes = given == null ? 0 : given.getBytes(StandardCharsets.UTF_8).length;
        if (given == null || bytes < 1 || bytes > MAX_ID_BYTES) {
            throw new IllegalArgumentException(
                    "the id of a user must have 1 to " + MAX_ID_BYTES + " bytes of UTF-8, given " + bytes);
        }
        return given;
    }

    /** The stamp of a user's credential as it is now; null where the application has named none. */
    @Nullable
    String stampOf(String userId, U user) {
        return credential == null ? null : CredentialStamp.of(userId, credential.apply(user));
    }

    /**
     * Gathers the settings of a {@link LoginManager}. For one thread.
     *
     * @param <U> the application's own type of user
     */
    public static final class Builder<U> {

        private final UserLoader<U> byId;
        private final Function<U, String> id;
        private @Nullable Function<U, @Nullable String> credential;
        private Set<String> kept = Set.of();
        private int maxSessions = UNLIMITED;
        private NextPath loginPath = NextPath.of("/login");
        private NextPath logoutPath = NextPath.of("/logout");
        private NextPath afterLogin = NextPath.of("/");

        private Builder(UserLoader<U> byId, Function<U, String> id) {
            this.byId = byId;
            this.id = id;
        }

        /**
         * What a sign-in hangs on, such as the stored password hash: once it has changed, every session that signed in
         * before ends at its next request. The session keeps a hash of it only. By default nothing.
         *
         * <p>A password hash also changes when it is made again at today's cost: the user's other sessions end once
         * then. A counter of password changes, or the time of the last one, spares them that.
         */
        public Builder<U> stamp(Function<U, @Nullable String> credential) {
            this.credential = credential;
            return this;
        }

        /**
         * The attributes that a visitor takes along when signing in, such as a cart; by default none, since whatever an
         * anonymous session holds may have been put there by somebody else. One user never takes over another's.
         */
        public Builder<U> keep(String... names) {
            this.kept = Set.of(names);
            return this;
        }

        /**
         * How many sessions a user may have at a time, at least 1; by default any number. A sign-in beyond is refused,
         * however many happen at once; signing in again on the same browser replaces the session there. Needs sessions
         * in a store that can count them.
         *
         * @throws IllegalArgumentException when the number is below 1
         */
        public Builder<U> maxSessions(int max) {
            if (max < 1) {
                throw new IllegalArgumentException("maxSessions must be at least 1, given " + max);
            }
            this.maxSessions = max;
            return this;
        }

        /** The page where people sign in, always open to everybody; default {@code /login}. */
        public Builder<U> loginPath(String path) {
            this.loginPath = NextPath.of(path);
            return this;
        }

        /** Where people sign out, so that nobody is sent back there; default {@code /logout}. */
        public Builder<U> logoutPath(String path) {
            this.logoutPath = NextPath.of(path);
            return this;
        }

        /** Where people go after signing in when no return path is given; default {@code /}. */
        public Builder<U> afterLogin(String path) {
            this.afterLogin = NextPath.of(path);
            return this;
        }

        /**
         * The manager.
         *
         * @throws IllegalArgumentException when the paths of login and logout are the same
         */
        public LoginManager<U> build() {
            if (loginPath.equals(logoutPath)) {
                throw new IllegalArgumentException(
                        "login and logout need a path each, given " + loginPath + " for both");
            }
            return new LoginManager<>(this);
        }
    }
}
