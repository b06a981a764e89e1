package dev.sojourn.faults;

import dev.sojourn.faults.Browser.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;

/** One browser that signs in and out, again and again, and a thief who keeps a copy of every cookie. */
final class Leaver {

    /**
     * An acknowledged sign-out.
     *
     * @param stolen the cookie that it ended
     * @param at when, by {@link System#nanoTime}
     */
    private record Left(String stolen, long at) {}

    private final Browser browser;
    private final List<Left> left = new ArrayList<>();

    Leaver(Browser browser) {
        this.browser = browser;
    }

    Callable<Leaver> until(Node node, AtomicBoolean over) {
        return () -> {
            while (!over.get()) {
                if (browser.post(node, "/login?leaver").done()) {
                    String cookie = Objects.requireNonNull(browser.cookie(), "is signed in");
                    Answer answer = browser.post(node, "/logout");
                    if (answer.done()) {
                        left.add(new Left(cookie, System.nanoTime()));
                    } else if (!answer.refused()) {
                        throw new IllegalStateException("a sign-out: " + answer);
                    }
                }
            }
            return this;
        };
    }

    int count() {
        return left.size();
    }

    /** How many cookies work again though their sign-out was acknowledged at a certain moment. */
    int revived(Load load, LongPredicate when) {
        return (int) left.stream()
                .filter(one -> when.test(one.at))
                .filter(one -> !load.owner(one.stolen).equals("nobody"))
                .count();
    }
}
