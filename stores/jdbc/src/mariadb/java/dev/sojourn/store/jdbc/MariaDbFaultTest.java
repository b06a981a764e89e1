package dev.sojourn.store.jdbc;

import static dev.sojourn.store.jdbc.Outages.assertFailsInTime;
import static dev.sojourn.store.jdbc.Outages.assertNobodyAnswers;
import static dev.sojourn.store.jdbc.Outages.assertNothingCanBeWritten;
import static dev.sojourn.store.jdbc.Outages.assertWellAgain;
import static dev.sojourn.store.jdbc.Outages.onceWell;
import static dev.sojourn.store.jdbc.Sessions.NOW;
import static dev.sojourn.store.jdbc.Sessions.bytes;
import static dev.sojourn.store.jdbc.Sessions.newKey;
import static dev.sojourn.store.jdbc.Sessions.put;
import static dev.sojourn.store.jdbc.Sessions.saved;
import static dev.sojourn.store.jdbc.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.servers.TcpProxy;
import dev.sojourn.servers.TcpProxy.Mode;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A MariaDB, or MySQL, that cannot be reached, hangs, breaks off, or takes no writes. */
@ExtendWith(SharedMariaDb.class)
class MariaDbFaultTest {

    private static MariaDbServer server;

    private HikariDataSource direct;
    private TcpProxy wire;
    private HikariDataSource wired;
    private JdbcStore store;
    private StoredSession found;

    @BeforeAll
    static void connectTo(MariaDbServer shared) {
        server = shared;
    }

    @BeforeEach
    void open() throws Exception {
        direct = server.connect();
        Pools.emptyStore(direct);
        wire = TcpProxy.to(server.port());
        wired = server.connectThrough(wire.port());
        store = JdbcStore.on(wired);
        found = saved(store.create(session(), NOW));
    }

    @AfterEach
    void close() {
        if (wired != null) {
            wired.close();
        }
        if (wire != null) {
            wire.close();
        }
        if (direct != null) {
            direct.close();
        }
    }

    @Test
    void aServerThatAcceptsAndNeverAnswersIsAStoreExceptionInTimeAndIsUsedAgainWhenItGoesOn() {
        wire.mode(Mode.BLACK_HOLE);
        assertNobodyAnswers(store, found);
        wire.mode(Mode.FORWARD);
        assertWellAgain(store, found);
    }

    @Test
    void aServerThatRefusesConnectionsIsAStoreExceptionInTimeAndIsUsedAgainWhenItIsBack() throws IOException {
        wire.unplug();
        assertNobodyAnswers(store, found);
        wire.plug();
        assertWellAgain(store, found);
    }

    @Test
    void aConnectionThatIsResetAmidAnAnswerIsAStoreExceptionAndIsUsedAgainAfterwards() {
        wire.mode(Mode.RESET_MID_ANSWER);
        assertFailsInTime(() -> store.find(found.key(), NOW));
        wire.mode(Mode.FORWARD);
        assertWellAgain(store, found);
    }

    @Test
    void aWriteWhoseAnswerIsCutOffIsWrittenOnceAndNotSentAgain() throws SQLException {
        StoredSession fresh = session();
        long updates = executed("update");
        long inserts = executed("insert");
        breakOff(() -> store.save(found, put("a", "1"), NOW));
        breakOff(() -> store.create(fresh, NOW));

        assertThat(executed("update") - updates).as("updates").isEqualTo(1);
        assertThat(executed("insert") - inserts).as("inserts").isEqualTo(1);
        StoredSession there = store.find(found.key(), NOW).orElseThrow();
        assertThat(there.attributes().get("a")).isEqualTo(bytes("1"));
        assertThat(there.version()).isEqualTo((Long) found.version() + 1);
        assertThat(store.find(fresh.key(), NOW)).isPresent();
    }

    @Test
    void aRenewalWhoseAnswerIsCutOffLeavesOneOfTheTwoKeys() {
        StoreKey next = newKey();
        breakOff(() -> store.renew(found, next, put("a", "1"), NOW));

        assertThat(store.find(found.key(), NOW)).isEmpty();
        assertThat(store.find(next, NOW)).isPresent();
    }

    /** The connection is in use and answers; only what is asked now is not answered, and would be if it were sent again. */
    private void breakOff(Runnable write) {
        onceWell(() -> store.find(found.key(), NOW));
        wire.mode(Mode.CUT_ONE_ANSWER);
        assertFailsInTime(write::run);
        onceWell(() -> store.find(found.key(), NOW));
    }

    @Test
    void aServerThatIsReadOnlyRefusesWritesServesReadsAndForgetsNobody() throws SQLException {
        Pools.execute(
                direct,
                "CREATE USER sojourn_guest@localhost IDENTIFIED BY 'guest', sojourn_guest@'%' IDENTIFIED BY 'guest'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON *.* TO sojourn_guest@localhost, sojourn_guest@'%'");
        try (HikariDataSource pool = server.connectAs("sojourn_guest", "guest")) {
            JdbcStore guest = JdbcStore.on(pool);
            Pools.execute(direct, "SET GLOBAL read_only = 1");
            try {
                assertNothingCanBeWritten(guest, found);
                assertThat(guest.find(found.key(), NOW)).contains(found);
                assertThat(guest.sessionsOf("alice", NOW)).containsExactly(found);
            } finally {
                Pools.execute(direct, "SET GLOBAL read_only = 0");
            }
            assertWellAgain(guest, found);
        } finally {
            Pools.execute(direct, "DROP USER sojourn_guest@localhost, sojourn_guest@'%'");
        }
    }

    /** How many statements of that kind the server has carried out. */
    private long executed(String kind) throws SQLException {
        try (Connection connection = direct.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Com_" + kind + "'")) {
            rows.next();
            return rows.getLong(2);
        }
    }
}
