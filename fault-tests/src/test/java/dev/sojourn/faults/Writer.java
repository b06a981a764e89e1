package dev.sojourn.faults;

import dev.sojourn.faults.Browser.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/** One signed-in browser that writes an attribute and counts up, in turns, whatever it is answered. */
final class Writer {

    private static final int ATTRIBUTES = 100;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /**
     * A value that was acknowledged.
     *
     * @param at when, by {@link System#nanoTime}
     */
    private record Saved(String name, int value, long at) {}

    final Browser browser;
    final AtomicInteger acknowledged = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    private final String user;
    private final String cookie;
    private final List<Saved> saved = new ArrayList<>();
    private final Count count = new Count();
    private Duration slowestRefusal = Duration.ZERO;
    private final List<String> unexpected = new CopyOnWriteArrayList<>();

    Writer(Browser browser, String user) {
        this.browser = browser;
        this.user = user;
        this.cookie = Objects.requireNonNull(browser.cookie(), "is signed in");
    }

    Callable<Writer> until(Node node, AtomicBoolean over) {
        return () -> {
            for (int i = 0; !over.get(); i++) {
                boolean counts = i % 2 == 1;
                String name = "a" + i % ATTRIBUTES;
                Answer answer = browser.post(node, counts ? "/count" : "/put?" + name + "=" + i);
                if (answer.done() && (!counts || NUMBER.matcher(answer.body()).matches())) {
                    if (counts) {
                        count.acknowledged(Integer.parseInt(answer.body()));
                    } else {
                        saved.add(new Saved(name, i, System.nanoTime()));
                    }
                    acknowledged.incrementAndGet();
                } else if (answer.refused()) {
                    if (counts) {
                        count.refused();
                    }
                    slowestRefusal = longer(slowestRefusal, answer.took());
                    refused.incrementAndGet();
                } else {
                    unexpected.add(answer.toString());
                }
            }
            return this;
        };
    }

    /** To be called when it has stopped: reads the number that it counted up. */
    void look(Node node) {
        count.is(Math.max(0, read(node, "count")));
    }

    /** Acknowledged writes that are neither there nor followed by a later one to the same attribute. */
    int lost(Node node) {
        return lost(node, at -> true);
    }

    /** Those of them that were acknowledged at certain moments, by {@link System#nanoTime}. */
    int lost(Node node, LongPredicate when) {
        int lost = count.lost(when);
        for (Saved one : saved.subList(Math.max(0, saved.size() - ATTRIBUTES), saved.size())) {
            boolean there = read(node, one.name) >= one.value;
            lost += !there && when.test(one.at) ? 1 : 0;
        }
        return lost;
    }

    /** Counts beyond one for each request: those were written twice. */
    int twice() {
        return count.twice();
    }

    boolean signedIn(Node node) {
        return browser.get(node, "/me").body().equals(user) && cookie.equals(browser.cookie());
    }

    /** The cookie it signed in with. */
    String cookie() {
        return cookie;
    }

    Duration slowestRefusal() {
        return slowestRefusal;
    }

    /** Answers that are neither done nor a proper 503. */
    List<String> unexpected() {
        return unexpected;
    }

    /** A number of its session; -1 where there is none. */
    private int read(Node node, String name) {
        Answer answer = browser.get(node, "/get?" + name);
        if (!answer.done()) {
            throw new IllegalStateException("when all is well again: " + answer);
        }
        return answer.body().equals("null") ? -1 : Integer.parseInt(answer.body());
    }

    @Override
    public String toString() {
        return user + ": " + acknowledged + " acknowledged, " + refused + " refused, else " + unexpected;
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
