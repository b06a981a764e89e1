package dev.sojourn.session;

import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import dev.sojourn.http.RequestHead;
import dev.sojourn.session.codec.SessionCodec;
import dev.sojourn.session.cookie.RequestCookies;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.CallLimit;
import dev.sojourn.session.store.CleanupTask;
import dev.sojourn.session.store.ExpiryCleanup;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the sessions of one application, all of one kind: kept in a store, or sealed in a cookie. Thread-safe; one for each
 * application, closed when it ends.
 */
public final class SessionManager implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionManager.class);

    private final SessionContext context;
    private final SessionCookie developmentCookie = SessionCookie.development();
    private final SessionBackend secure;
    private final SessionBackend development;
    private final PendingDeletions pending;
    private final @Nullable SessionStore store;
    private final @Nullable CleanupTask cleanup;

    private SessionManager(
            SessionContext context,
            BiFunction<SessionCookie, SessionContext, SessionBackend> kind,
            @Nullable SessionStore store) {
        this.context = context;
        this.secure = kind.apply(context.settings().cookie(), context);
        this.development = kind.apply(developmentCookie, context);
        this.pending = new PendingDeletions(context);
        this.store = store;
        this.cleanup = store == null
                ? null
                : store.capability(ExpiryCleanup.class)
                        .map(expiry -> CleanupTask.start(expiry, context.clock(), context.events()))
                        .orElse(null);
    }

    /**
     * Sessions kept in a store; the browser holds a random token. A store that may hang is put under a {@link CallLimit} of 64
     * calls, unless it stands under one already.
     */
    public static Builder in(SessionStore store) {
        SessionStore limited = CallLimit.around(store);
        return new Builder((cookie, context) -> new StoredSessions(limited, cookie, context), limited);
    }

    /** Sessions sealed in the browser's cookie: unreadable, unalterable, and with nothing on the server to end at sign-out. */
    public static Builder inCookie(SealingKeys keys) {
        return new Builder((cookie, context) -> new SealedSessions(keys, cookie, context), null);
    }

    /**
     * Opens the session that the request's cookie leads to; a new one where it leads nowhere. Costs nothing until the session is
     * asked something, and one {@code find} then, where a well-formed cookie came.
     *
     * @param channel over what kind of connection the request came
     */
    public Session open(RequestHead head, Channel channel) {
        SessionBackend backend = channel == Channel.SECURE ? secure : development;
        RequestCookies.Lookup lookup = RequestCookies.find(head.header("Cookie"), cookieName(channel));
        if (lookup instanceof RequestCookies.Conflict) {
            context.tell(EventType.COOKIE_CONFLICT, null, "several different session cookies in one request");
        }
        return new Session(context, backend, pending, lookup instanceof RequestCookies.One one ? one.value() : null);
    }

    /** The name of the session cookie over a kind of connection. */
    public String cookieName(Channel channel) {
        return (channel == Channel.SECURE ? context.settings().cookie() : developmentCookie).name();
    }

    /**
     * The live sessions of an owner, in no order.
     *
     * @throws UnsupportedOperationException when sessions are sealed, or the store cannot list by owner
     * @throws StoreException when the store failed
     */
    public List<SessionInfo> sessionsOf(String owner) {
        return byOwner().sessionsOf(owner, context.now()).stream()
                .map(SessionInfo::of)
                .toList();
    }

    /**
     * Ends every session of an owner, from outside any request; they are anonymous from their next request on.
     *
     * @return how many were ended
     * @throws UnsupportedOperationException when sessions are sealed, or the store cannot list by owner
     * @throws StoreException when the store failed
     */
    public int endSessionsOf(String owner) {
        return byOwner().endSessionsOf(owner, null, context.now());
    }

    private SessionsByOwner byOwner() {
        SessionStore kept = store;
        if (kept == null) {
            throw new UnsupportedOperationException(
                    "sealed sessions live in browsers alone and cannot be listed or ended from the server; keep sessions in a"
                            + " store that lists by owner, such as MemoryStore");
        }
        return kept.capability(SessionsByOwner.class)
                .orElseThrow(() ->
                        new UnsupportedOperationException(kept.name() + " " + kept.whyNot(SessionsByOwner.class)));
    }

    /** The settings in force. */
    public SessionSettings settings() {
        return context.settings();
    }

    /** The clock that decides about expiry. */
    public Clock clock() {
        return context.clock();
    }

    /** Tells the listener of an event, with the time of this manager's clock. */
    public void tell(EventType type, @Nullable String handle, String detail) {
        context.tell(type, handle, detail);
    }

    /** Stops the cleaner and the retries; the store stays open. Idempotent. */
    @Override
    public void close() {
        if (cleanup != null) {
            cleanup.close();
        }
        pending.close();
    }

    /** Gathers the settings of a {@link SessionManager}. For one thread. */
    public static final class Builder {

        private final BiFunction<SessionCookie, SessionContext, SessionBackend> kind;
        private final @Nullable SessionStore store;
        private SessionSettings settings = SessionSettings.standard();
        private SessionCodec codec = SessionCodec.standard();
        private Clock clock = Clock.systemUTC();
        private EventListener events = EventListener.logging();

        private Builder(BiFunction<SessionCookie, SessionContext, SessionBackend> kind, @Nullable SessionStore store) {
            this.kind = kind;
            this.store = store;
        }

        /** The application's name, 1 to 64 plain characters; default {@code "app"}. Separates applications on one store or ring. */
        public Builder application(String name) {
            settings = new SessionSettings(
                    name, settings.idleTimeout(), settings.lifetime(), settings.cookie(), settings.maxSize());
            return this;
        }

        /** How long a session lives without use and how long in all, from sign-in; defaults 30 min and 12 h, at most 400 days. */
        public Builder timeouts(Duration idleTimeout, Duration lifetime) {
            settings = new SessionSettings(
                    settings.application(), idleTimeout, lifetime, settings.cookie(), settings.maxSize());
            return this;
        }

        /** The cookie; default {@link SessionCookie#standard()}. */
        public Builder cookie(SessionCookie cookie) {
            settings = new SessionSettings(
                    settings.application(), settings.idleTimeout(), settings.lifetime(), cookie, settings.maxSize());
            return this;
        }

        /** The most bytes of attributes of a stored session, at least 1024; default 1 MiB. */
        public Builder maxSize(int bytes) {
            settings = new SessionSettings(
                    settings.application(), settings.idleTimeout(), settings.lifetime(), settings.cookie(), bytes);
            return this;
        }

        /** The codec that knows the application's types; default {@link SessionCodec#standard()}. */
        public Builder codec(SessionCodec codec) {
            this.codec = codec;
            return this;
        }

        /** The clock; default the system's. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Who hears of events, beside the log. */
        public Builder events(EventListener listener) {
            this.events = EventListener.logging().and(listener);
            return this;
        }

        /** Starts the manager, and one daemon thread for cleaning up where the store needs it. */
        public SessionManager build() {
            SessionContext context = new SessionContext(settings, codec, clock, events);
            LOG.info(
                    "sessions of {}: kept in {}, idle timeout {}, lifetime {}, cookie {}",
                    settings.application(),
                    store == null ? "the cookie" : store.name(),
                    settings.idleTimeout(),
                    settings.lifetime(),
                    settings.cookie().name());
            if (store == null) {
                LOG.warn(
                        "sealed sessions: signing out clears this browser's cookie only; a copy of it stays valid until it"
                                + " expires, and sessions cannot be ended from the server");
            }
            return new SessionManager(context, kind, store);
        }
    }
}
