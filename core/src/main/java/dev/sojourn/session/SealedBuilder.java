package dev.sojourn.session;

import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.CallLimit;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.SessionStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of sealed sessions alone; say these first, the common ones after them. For one thread. */
public final class SealedBuilder extends SessionManager.Builder {

    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_WITHIN = Duration.ofHours(1);

    private final SealingKeys keys;
    private @Nullable SessionStore endings;
    private @Nullable SessionStore overflow;
    private Duration within = WITHIN;

    SealedBuilder(SealingKeys keys) {
        this.keys = keys;
    }

    /** Like {@link #revocableIn(SessionStore, Duration)}, within 5 s. */
    public SealedBuilder revocableIn(SessionStore store) {
        return revocableIn(store, WITHIN);
    }

    /**
     * Lets sessions be ended on the server: by signing out, of one owner, or all. A node asks the store at most once per session in
     * the time given; where the store cannot be asked after that, the answer is 503.
     *
     * @param store durable, for what it forgot would be alive again; {@link #build()} refuses others
     * @param within after how long at most every node knows, up to an hour; zero asks with every request
     * @throws IllegalArgumentException when the time is negative or longer
     */
    public SealedBuilder revocableIn(SessionStore store, Duration within) {
        if (within.isNegative() || within.compareTo(LONGEST_WITHIN) > 0) {
            throw new IllegalArgumentException("within must be 0 to " + LONGEST_WITHIN + ", given " + within);
        }
        this.endings = store;
        this.within = within;
        return this;
    }

    /**
     * Moves the content of a session that no longer fits a cookie into a store; it returns at the next renewal or sign-in if it
     * fits then. What the store forgets or evicts is a session that has ended.
     */
    public SealedBuilder spillTo(SessionStore store) {
        this.overflow = store;
        return this;
    }

    /** @throws IllegalStateException when the store that is to end sessions is not durable, saying why */
    @Override
    public SessionManager build() {
        SessionStore store = endings;
        if (store != null && store.capability(Durable.class).isEmpty()) {
            throw new IllegalStateException(
                    "revocableIn needs a store that forgets nothing, or ended sessions would be alive" + " again: "
                            + store.name() + " " + store.whyNot(Durable.class));
        }
        return super.build();
    }

    @Override
    SessionKind kind(SessionContext context) {
        SessionStore ending = endings == null ? null : CallLimit.around(endings);
        SessionStore spilled = overflow == endings || overflow == null ? ending : CallLimit.around(overflow);
        return new SealedKind(keys, ending, within, overflow == null ? null : spilled, context);
    }

    @Override
    String place() {
        String spilled = overflow == null ? "" : ", too large ones in " + overflow.name();
        return "the cookie" + spilled + (endings == null ? "" : ", ended in " + endings.name() + " within " + within);
    }

    @Override
    @Nullable
    String warning() {
        return endings != null
                ? null
                : "sealed sessions: signing out clears this browser's cookie only; a copy of it stays valid until it"
                        + " expires, and sessions cannot be ended from the server";
    }
}
