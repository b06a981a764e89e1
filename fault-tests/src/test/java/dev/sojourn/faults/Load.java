package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.faults.Browser.Answer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;

/**
 * Browsers that write into their sessions while something happens to the store; beside them one that signed out before, one
 * that signs out when it is told to, and one that looks at a page without session all the time.
 */
final class Load implements AutoCloseable {

    static final int WRITERS = 8;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Crowd crowd = new Crowd();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Node node;
    private final List<Writer> writers = new ArrayList<>();
    private final List<Future<Writer>> writing = new ArrayList<>();
    private final Onlooker onlooker;
    private final Future<Onlooker> looking;
    private final Browser leaver;
    private final List<String> ended = new ArrayList<>();

    private Load(Node node, int count) {
        this.node = node;
        Browser before = signedIn("before");
        ended.add(String.valueOf(before.cookie()));
        assertThat(before.post(node, "/logout").done()).isTrue();
        leaver = signedIn("leaver");
        for (int i = 0; i < count; i++) {
            writers.add(new Writer(signedIn("user" + i), "user" + i));
        }
        for (Writer writer : writers) {
            writing.add(crowd.begin(writer.until(node, over)));
        }
        onlooker = new Onlooker(new Browser(client));
        looking = crowd.begin(onlooker.until(node, over));
    }

    static Load on(Node node) {
        return on(node, WRITERS);
    }

    static Load on(Node node, int writers) {
        Load load = new Load(node, writers);
        load.awaitSaves(25);
        return load;
    }

    /** Waits until every browser was acknowledged so many more writes; answers how long it took. */
    Duration awaitSaves(int more) {
        List<Integer> goals =
                writers.stream().map(writer -> writer.acknowledged.get() + more).toList();
        return Awaiting.that(writers, () -> {
            for (int i = 0; i < goals.size(); i++) {
                if (writers.get(i).acknowledged.get() < goals.get(i)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Waits until every browser was refused once more. */
    void awaitRefusals() {
        List<Integer> before =
                writers.stream().map(writer -> writer.refused.get()).toList();
        Awaiting.that(writers, () -> {
            for (int i = 0; i < before.size(); i++) {
                if (writers.get(i).refused.get() == before.get(i)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Waits until any browser was refused once more. */
    void awaitRefusal() {
        int before = refused();
        Awaiting.that("a refusal", () -> refused() > before);
    }

    /** One signs out now, whatever the store can do: its cookie is gone at once, and its session is to be, once the store is back. */
    void signOutOne() {
        ended.add(String.valueOf(leaver.cookie()));
        Answer answer = leaver.post(node, "/logout");
        assertThat(answer.done() || answer.refused()).as("%s", answer).isTrue();
        assertThat(leaver.cookie()).isNull();
    }

    /** So many browsers more ask at once who they are, all with the cookie of one. */
    List<Answer> all(int browsers) throws Exception {
        return crowd.all(Collections.nCopies(
                browsers, () -> Browser.holding(client, writers.get(0).cookie()).get(node, "/me")));
    }

    /** A new browser that signs in; without a cookie where that was refused. */
    Browser signedIn(String user) {
        Browser browser = new Browser(client);
        browser.post(node, "/login?" + user);
        return browser;
    }

    /** Whom a copy of this cookie belongs to now. */
    String owner(String cookie) {
        return Browser.holding(client, cookie).get(node, "/me").body();
    }

    List<Writer> writers() {
        return writers;
    }

    /** Stops the writers and looks what became of them. */
    Seen end() throws Exception {
        over.set(true);
        for (Future<Writer> writer : writing) {
            writer.get();
        }
        looking.get();
        writers.forEach(writer -> writer.look(node));
        Duration pending = Awaiting.that(
                "a sign-out that was pending",
                () -> owner(ended.get(ended.size() - 1)).equals("nobody"));
        return new Seen(
                sum(writer -> writer.acknowledged.get()),
                sum(writer -> writer.lost(node)),
                sum(Writer::twice),
                refused(),
                sum(writer -> writer.signedIn(node) ? 0 : 1),
                (int) ended.stream()
                        .filter(cookie -> !owner(cookie).equals("nobody"))
                        .count(),
                writers.stream()
                        .map(Writer::slowestRefusal)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                onlooker.slowest(),
                pending,
                writers.stream().flatMap(writer -> writer.unexpected().stream()).toList());
    }

    @Override
    public void close() {
        over.set(true);
        crowd.close();
    }

    private int refused() {
        return sum(writer -> writer.refused.get());
    }

    private int sum(ToIntFunction<Writer> of) {
        return writers.stream().mapToInt(of).sum();
    }
}
