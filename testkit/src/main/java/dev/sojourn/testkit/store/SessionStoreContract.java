package dev.sojourn.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.ExpiryCleanup;
import dev.sojourn.session.store.InvalidationPush;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.SessionsByOwner;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The exam every session store sits. A store says how it is opened, and which capabilities it has:
 *
 * <pre>{@code
 * class MyStoreTest extends SessionStoreContract implements SessionsByOwnerContract, ExpiryCleanupContract {
 *     @Override
 *     protected SessionStore open() {
 *         return MyStore.connect(uri).inNamespace(UUID.randomUUID());
 *     }
 * }
 * }</pre>
 *
 * <p>It goes through every verb and every answer, content that has broken stores before, requests in parallel and in every
 * interleaving, and answers that were lost. Races run {@code sojourn.rounds} times each (200 unless set). A store that passes
 * neither loses what it acknowledged nor revives what has ended, as far as a test can tell; faults of its network or its disk
 * are for tests of its own.
 */
public abstract class SessionStoreContract
        implements CreateAndFindExam,
                ContentExam,
                SaveExam,
                ExpectationExam,
                RenewExam,
                DeleteExam,
                RaceExam,
                InterleavingExam,
                LostAnswerExam {

    // Real time: a backend with an expiry of its own knows no other.
    private final Instant start = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);

    private @Nullable SessionStore store;

    /** For subclasses, made anew by JUnit for every test. */
    protected SessionStoreContract() {}

    /**
     * A store that holds nothing yet; asked for once per test and closed after it.
     *
     * @throws Exception when it cannot be opened, which fails the test
     */
    protected abstract SessionStore open() throws Exception;

    @Override
    public final SessionStore store() {
        if (store == null) {
            throw new IllegalStateException("the store is open during a test only");
        }
        return store;
    }

    @Override
    public final Instant start() {
        return start;
    }

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void everyCapabilityOfTheStoreIsExamined() {
        assertThat(this instanceof SessionsByOwnerContract).isEqualTo(has(SessionsByOwner.class));
        assertThat(this instanceof SessionLimitContract).isEqualTo(has(SessionLimit.class));
        assertThat(this instanceof ExpiryCleanupContract).isEqualTo(has(ExpiryCleanup.class));
        assertThat(this instanceof InvalidationPushContract).isEqualTo(has(InvalidationPush.class));
        assertThat(this instanceof DurableContract).isEqualTo(has(Durable.class));
    }

    private boolean has(Class<?> capability) {
        return store().capability(capability).isPresent();
    }

    @Test
    void closingTwiceIsClosingOnce() {
        store().close();
        store().close();
    }
}
