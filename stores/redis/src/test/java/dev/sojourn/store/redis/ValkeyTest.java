package dev.sojourn.store.redis;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

/**
 * The exam, against the Valkey that runs at {@code -Dsojourn.valkey.uri}, or the machine's own. Never required: Debian's stable
 * release has none.
 */
class ValkeyTest extends InstalledServerExam {

    private static final @Nullable String RUNNING = System.getProperty("sojourn.valkey.uri");

    @BeforeAll
    static void startServer() throws IOException {
        if (RUNNING == null) {
            start("valkey-server");
        } else {
            use(RUNNING);
        }
    }
}
