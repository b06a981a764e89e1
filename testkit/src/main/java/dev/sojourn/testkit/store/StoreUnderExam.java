package dev.sojourn.testkit.store;

import dev.sojourn.session.store.SessionStore;
import java.time.Instant;

/** What every part of the exam may ask for; {@link SessionStoreContract} answers. */
public interface StoreUnderExam {

    /** The store of the test under way, empty at its start. */
    SessionStore store();

    /** When the test under way begins, to the millisecond. Tests move on from here by what they pass to the store. */
    Instant start();

    /** How often each race is run: system property {@code sojourn.rounds}, 200 without it. */
    default int rounds() {
        return Integer.getInteger("sojourn.rounds", 200);
    }
}
