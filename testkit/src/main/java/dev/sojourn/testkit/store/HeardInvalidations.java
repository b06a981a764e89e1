package dev.sojourn.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.InvalidationListener;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a listener heard, in order. Thread-safe. */
final class HeardInvalidations implements InvalidationListener {

    static final String LOST = "lost";

    private static final String ALL = "all";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Object> heard = new ArrayList<>();

    @Override
    public synchronized void invalidated(StoreKey key) {
        add(key);
    }

    @Override
    public synchronized void invalidatedAll() {
        add(ALL);
    }

    /** Told as the number of nanoseconds. */
    @Override
    public synchronized void answered(long askedAtNanos) {
        add(askedAtNanos);
    }

    @Override
    public synchronized void lost() {
        add(LOST);
    }

    private void add(Object word) {
        heard.add(word);
        notifyAll();
    }

    synchronized int size() {
        return heard.size();
    }

    synchronized Object first() {
        return heard.get(0);
    }

    /** Waits for the answer to a question that was sent no earlier than then; gives how many words came before it. */
    synchronized int awaitAnswerTo(long nanos) {
        long begin = System.nanoTime();
        int answer = answerTo(nanos);
        try {
            while (answer < 0) {
                long left = PATIENCE.toMillis()
                        - Duration.ofNanos(System.nanoTime() - begin).toMillis();
                assertThat(left).as("milliseconds left to answer a question").isPositive();
                wait(left);
                answer = answerTo(nanos);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for an answer", stopped);
        }
        return answer;
    }

    private int answerTo(long nanos) {
        for (int i = 0; i < heard.size(); i++) {
            if (heard.get(i) instanceof Long askedAt && askedAt - nanos >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the record, or all of them, was called changed, or the channel broken, among these words. */
    synchronized boolean namedBetween(StoreKey key, int from, int to) {
        return heard.subList(from, to).stream()
                .anyMatch(word -> word.equals(key) || word.equals(ALL) || word.equals(LOST));
    }
}
