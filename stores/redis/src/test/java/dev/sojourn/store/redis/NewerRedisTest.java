package dev.sojourn.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisServer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** The exam, against the machine's own Redis. */
class NewerRedisTest extends InstalledServerExam {

    private static final String PROGRAM = "redis-server";

    @BeforeAll
    static void startServer() throws IOException {
        if (Boolean.getBoolean("sojourn.require.all")) {
            assertThat(RedisServer.installed(PROGRAM))
                    .as("%s is installed", PROGRAM)
                    .isTrue();
        }
        start(PROGRAM);
    }
}
