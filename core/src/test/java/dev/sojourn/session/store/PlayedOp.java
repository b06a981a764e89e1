package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One verb of a program as it was played: begun with its first call to a store, answered with its last; one whose node died is
 * never answered.
 */
final class PlayedOp {

    /** What a program can do with the session; each but {@link #END} under the key it holds. */
    enum Verb {
        CREATE,
        FIND,
        SAVE,
        COUNT,
        RENEW,
        DELETE,
        END
    }

    /** How it went. */
    enum Answer {
        /** Not yet, or never. */
        NONE,
        /** The session was there: found, written, renewed, created. */
        THERE,
        /** The session was not there. */
        ABSENT,
        /** It was ended, or it gave up amid other writers. */
        DONE
    }

    final String name;
    final Verb verb;
    final StoreKey key;
    final StoreKey next;
    final Set<PlayedOp> before;
    Answer answer = Answer.NONE;

    @Nullable
    StoredSession session;

    /**
     * @param next the key that a renewal moves to
     * @param before what had been answered when this began
     */
    PlayedOp(String name, Verb verb, StoreKey key, StoreKey next, Set<PlayedOp> before) {
        this.name = name;
        this.verb = verb;
        this.key = key;
        this.next = next;
        this.before = Set.copyOf(before);
    }

    boolean answered() {
        return answer != Answer.NONE;
    }

    /** False when nothing that comes later depends on it. */
    boolean changes() {
        return verb != Verb.FIND;
    }

    /** True when it writes an attribute of its own. */
    boolean puts() {
        return verb == Verb.SAVE || verb == Verb.RENEW;
    }

    @Override
    public String toString() {
        return name + " " + verb;
    }
}
