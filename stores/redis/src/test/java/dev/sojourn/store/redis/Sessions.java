package dev.sojourn.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;

/** Sessions to write. */
@SuppressWarnings("TimeInStaticInitializer") // Redis knows no time but the real one, and the tests take seconds
final class Sessions {

    static final Instant NOW = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    static final Instant EXPIRY = NOW.plus(Duration.ofMinutes(33));

    private Sessions() {}

    static StoreKey newKey() {
        return StoreKey.of(SessionToken.random(), "test");
    }

    static StoredSession of(@Nullable String owner) {
        PackedAttributes attributes = PackedAttributes.of(Map.of("name", bytes("value")));
        return new StoredSession(
                newKey(), attributes, NOW, NOW, EXPIRY, NOW.plus(Duration.ofHours(12)), owner, null, null);
    }

    static Changes put(String name, String value) {
        return Changes.of(Map.of(name, bytes(value)), Set.of(), NOW, EXPIRY);
    }

    static StoredSession saved(SaveResult result) {
        return assertThat(result)
                .asInstanceOf(InstanceOfAssertFactories.type(Saved.class))
                .actual()
                .session();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
