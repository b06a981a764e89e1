package dev.sojourn.store.jdbc;

import static dev.sojourn.store.jdbc.Sessions.NOW;
import static dev.sojourn.store.jdbc.Sessions.newKey;
import static dev.sojourn.store.jdbc.Sessions.put;
import static dev.sojourn.store.jdbc.Sessions.saved;
import static dev.sojourn.store.jdbc.Sessions.session;
import static dev.sojourn.store.jdbc.Sessions.touch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the store speaks to its database: how often, and what it leaves behind. On the database that a subclass brings. */
abstract class StatementsExam {

    private HikariDataSource pool;
    private WatchedDataSource watched;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private JdbcStore store;

    abstract HikariDataSource connect();

    /** What the database says to one of two transactions that wait for each other. */
    abstract SQLException deadlock();

    @BeforeEach
    void open() throws SQLException {
        pool = connect();
        watched = new WatchedDataSource(pool);
        Pools.emptyStore(pool);
        store = JdbcStore.on(watched.dataSource(), events::add);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void createFindSaveTouchAndRenewTakeOneStatementEach() {
        StoredSession created = saved(store.create(session(), NOW));
        assertExecuted("INSERT");
        StoredSession found = store.find(created.key(), NOW).orElseThrow();
        assertExecuted("SELECT");
        StoredSession put = saved(store.save(found, put("a", "1"), NOW));
        assertExecuted("UPDATE");
        StoredSession touched = saved(store.save(put, touch(), NOW));
        assertExecuted("UPDATE");
        saved(store.renew(touched, newKey(), put("b", "2"), NOW));
        assertExecuted("UPDATE");
    }

    @Test
    void aTouchDoesNotSendTheAttributesAgain() {
        StoredSession created = saved(store.create(session(), NOW));
        watched.executed.clear();
        saved(store.save(created, touch(), NOW));
        assertThat(watched.executed).singleElement().asString().doesNotContain("attributes");
    }

    @Test
    void aSaveAfterAnothersReadsUnderALockAndWritesOnceMore() {
        StoredSession found = saved(store.create(session(), NOW));
        saved(store.save(found, put("a", "1"), NOW));
        watched.executed.clear();
        saved(store.save(found, put("b", "2"), NOW));
        assertThat(watched.executed)
                .hasSizeLessThanOrEqualTo(4)
                .last()
                .asString()
                .startsWith("UPDATE");
        assertThat(store.find(found.key(), NOW).orElseThrow().attributes().names())
                .contains("a", "b");
    }

    @Test
    void aDeleteTakesTwoStatements() {
        store.delete(newKey(), NOW);
        assertExecuted("DELETE", "DELETE");
    }

    @Test
    void aConnectionComesBackAsItWentAndWithoutATransaction() throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            HikariConfig config = new HikariConfig();
            pool.copyStateTo(config);
            config.setAutoCommit(autoCommit);
            config.setMaximumPoolSize(1);
            try (HikariDataSource single = new HikariDataSource(config)) {
                WatchedDataSource connections = new WatchedDataSource(single);
                JdbcStore other = JdbcStore.on(connections.dataSource());
                StoredSession found = saved(other.create(session(), NOW));
                saved(other.save(found, put("a", "1"), NOW));
                saved(other.save(found, put("b", "2"), NOW));
                other.takePlace("alice", newKey(), null, 9, NOW);
                other.deleteExpired(NOW);
                assertThat(connections.returned).isNotEmpty().containsOnly(autoCommit);
                assertThat(store.find(found.key(), NOW)
                                .orElseThrow()
                                .attributes()
                                .names())
                        .containsExactly("a", "b", "name");
            }
        }
    }

    @Test
    void aDeadlockIsDoneAgain() {
        StoredSession found = saved(store.create(session(), NOW));
        watched.failure.set(deadlock());
        StoredSession put = saved(store.save(found, put("a", "1"), NOW));
        watched.failure.set(deadlock());
        assertThat(store.takePlace("alice", newKey(), null, 2, NOW)).isTrue();
        watched.failure.set(deadlock());
        assertThat(store.find(found.key(), NOW)).contains(put);
    }

    @Test
    void aConnectionThatBreaksIsAStoreExceptionAndNothingIsDoneAgain() {
        StoredSession found = saved(store.create(session(), NOW));
        watched.executed.clear();
        watched.failure.set(new SQLException("the connection is broken", "08006"));
        assertThatThrownBy(() -> store.save(found, put("a", "1"), NOW))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("failed to save a session (SQLState 08006");
        assertThat(watched.executed).hasSize(1);
    }

    @Test
    void aRecordMadeAnewUnderItsKeyIsNotTheOneThatWasFound() {
        StoredSession first = session();
        StoredSession found = saved(store.create(first, NOW));
        store.delete(first.key(), NOW);
        saved(store.create(first, NOW));
        assertThat(store.renew(found, newKey(), touch(), NOW)).isInstanceOf(SaveResult.Stale.class);
    }

    @Test
    void anUnreadableRowCountsAsAbsentAndIsTold() throws SQLException {
        StoredSession found = saved(store.create(session(), NOW));
        try (Connection connection = pool.getConnection();
                PreparedStatement damage = connection.prepareStatement("UPDATE sojourn_sessions SET attributes = ?")) {
            damage.setBytes(1, new byte[] {5, 1});
            damage.executeUpdate();
        }
        assertThat(store.find(found.key(), NOW)).isEmpty();
        assertThat(store.sessionsOf("alice", NOW)).isEmpty();
        assertThat(events).extracting(Event::type).containsOnly(EventType.STORE_RECORD_INVALID);
        assertThat(store.create(session(), NOW)).isInstanceOf(SaveResult.Saved.class);
    }

    @Test
    void aLabelThatIsTooLongIsRefusedWhole() {
        StoredSession session = session();
        StoredSession found = saved(store.create(session, NOW));
        assertThatThrownBy(() -> store.sessionsOf("x".repeat(1025), NOW))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("at most 1024 bytes, given 1025");
        assertThat(store.sessionsOf("x".repeat(1024), NOW)).isEmpty();
        assertThat(store.find(session.key(), NOW)).contains(found);
    }

    @Test
    void theSchemaMadeByHandFromTheFileIsTheOneThatTheStoreUses() throws Exception {
        Pools.execute(pool, "DROP TABLE sojourn_sessions", "DROP TABLE sojourn_places");
        assertThatThrownBy(() -> store.find(newKey(), NOW))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("failed to find a session");
        Pools.execute(pool, file(store.toString()).split(";\n"));
        StoredSession found = saved(store.create(session(), NOW));
        assertThat(store.createSchema().find(found.key(), NOW)).contains(found);
    }

    @Test
    void severalNodesMayMakeTheSchemaAtTheSameTime() throws Exception {
        for (int round = 0; round < Math.min(30, Integer.getInteger("sojourn.rounds", 200)); round++) {
            Pools.execute(pool, "DROP TABLE sojourn_sessions", "DROP TABLE sojourn_places");
            inParallel(Collections.nCopies(6, store::createSchema));
            saved(store.create(session(), NOW));
        }
    }

    private void assertExecuted(String... verbs) {
        assertThat(watched.executed)
                .extracting(sql -> sql.substring(0, sql.indexOf(' ')))
                .isEqualTo(Arrays.asList(verbs));
        watched.executed.clear();
    }

    private static String file(String store) throws IOException {
        String database =
                store.substring(store.indexOf('[') + 1, store.length() - 1).toLowerCase(Locale.ROOT);
        try (InputStream in = JdbcStore.class.getResourceAsStream("/META-INF/sojourn/sessions-" + database + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static <T> List<T> inParallel(List<? extends Callable<T>> calls) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
