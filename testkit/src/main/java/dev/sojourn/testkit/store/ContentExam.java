package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.IDLE;
import static dev.sojourn.testkit.store.Records.bytes;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.remove;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is put in comes out again, byte for byte. */
interface ContentExam extends StoreUnderExam {

    /** Texts that have broken file names, statements, protocols and comparisons before. */
    List<String> HOSTILE = List.of(
            " ",
            "name",
            "NAME",
            "name ",
            " name",
            "\0",
            "name\0",
            "line\nbreak\r\n",
            "'; DROP TABLE sessions; --",
            "\"quoted\"",
            "back\\slash",
            "../../etc/passwd",
            "..\\..\\windows",
            "C:\\con",
            "%00%2e%2e",
            "percent % under_score * star ? [a-z]",
            "${name} #{name} {{name}}",
            "__proto__",
            "null",
            "caf\u00e9",
            "cafe\u0301",
            "\u0130stanbul",
            "istanbul",
            "\u65e5\u672c\u8a9e",
            "\ud83c\udf4d pineapple",
            "\u202eesrever",
            "\uffff",
            "\u00a0");

    @Test
    default void everyNameOfAnAttributeComesBack() {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        HOSTILE.forEach(name -> attributes.put(name, bytes("value of " + name)));
        attributes.put("", bytes("value of the empty name"));
        attributes.put("n".repeat(65_536), bytes("value of the long name"));
        assertKept(attributes);
    }

    @Test
    default void everyNameOfAnAttributeCanBeRemoved() {
        StoreKey key = newKey();
        StoredSession found = saved(store().create(session(key, start(), "kept", "1"), start()))
                .session();
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        HOSTILE.forEach(name -> attributes.put(name, bytes(name)));
        Changes putAll = Changes.of(attributes, Set.of(), start(), start().plus(IDLE));
        found = saved(store().save(found, putAll, start())).session();

        for (String name : HOSTILE) {
            found = saved(store().save(found, remove(start(), name), start())).session();
            attributes.remove(name);
            assertThat(found.attributes().names())
                    .hasSize(attributes.size() + 1)
                    .doesNotContain(name);
        }
        assertThat(store().find(key, start()).orElseThrow().attributes().names())
                .containsExactly("kept");
    }

    @Test
    default void everyByteOfAValueComesBack() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertKept(Map.of("all", all, "zero", new byte[1], "zeros", new byte[512], "minus", new byte[] {-1, -1}));
    }

    @Test
    default void anEmptyValueIsNotAnAbsentOne() {
        assertKept(Map.of("empty", new byte[0], "full", bytes("x")));
    }

    @Test
    default void aValueOfAMebibyteComesBack() {
        byte[] large = new byte[1 << 20];
        new Random(20_260_301).nextBytes(large);
        assertKept(Map.of("large", large));
    }

    @Test
    default void aThousandAttributesComeBack() {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        for (int i = 0; i < 1_000; i++) {
            attributes.put("attribute " + i, bytes("value " + i));
        }
        assertKept(attributes);
    }

    @Test
    default void everyLabelOfOwnerAndDeviceComesBack() {
        for (String label : HOSTILE) {
            assertLabelsKept(label, null);
            assertLabelsKept(null, label);
            assertLabelsKept(label, label);
        }
    }

    @Test
    default void timesComeBackToTheMillisecond() {
        for (long millis : new long[] {0, 1, 499, 500, 999}) {
            StoreKey key = newKey();
            Instant base = Instant.ofEpochSecond(start().getEpochSecond());
            Instant createdAt = base.minusSeconds(30).plusMillis(millis);
            Instant expiresAt = base.plusSeconds(4_000).plusMillis(millis);
            store().create(
                            new StoredSession(
                                    key,
                                    PackedAttributes.EMPTY,
                                    createdAt,
                                    createdAt.plusMillis(1),
                                    expiresAt,
                                    expiresAt,
                                    null,
                                    null,
                                    null),
                            start());
            StoredSession found = store().find(key, start()).orElseThrow();
            assertThat(found.createdAt()).isEqualTo(createdAt);
            assertThat(found.lastSeenAt()).isEqualTo(createdAt.plusMillis(1));
            assertThat(found.expiresAt()).isEqualTo(expiresAt);
        }
    }

    @Test
    default void whatACallerDoesToBytesItReadLeavesTheRecordAlone() {
        StoreKey key = newKey();
        store().create(session(key, start(), "a", "1"), start());
        byte[] read = store().find(key, start()).orElseThrow().attributes().get("a");
        assertThat(read).isEqualTo(bytes("1"));
        Arrays.fill(read, (byte) 0);
        assertThat(store().find(key, start()).orElseThrow().attributes().get("a"))
                .isEqualTo(bytes("1"));
    }

    /** Once as a new record, once as changes to an empty one. */
    private void assertKept(Map<String, byte[]> attributes) {
        StoreKey created = newKey();
        store().create(session(created, start(), start().plus(IDLE), null, attributes), start());
        StoreKey changed = newKey();
        StoredSession empty =
                saved(store().create(session(changed, start()), start())).session();
        saved(store().save(empty, Changes.of(attributes, Set.of(), start(), start().plus(IDLE)), start()));

        PackedAttributes expected = PackedAttributes.of(attributes);
        for (StoreKey key : List.of(created, changed)) {
            StoredSession found = store().find(key, start()).orElseThrow();
            assertThat(found.attributes().names()).isEqualTo(attributes.keySet());
            assertThat(found.attributes()).isEqualTo(expected);
            StoredSession touched =
                    saved(store().save(found, put(start()), start())).session();
            assertThat(touched.attributes()).isEqualTo(expected);
        }
    }

    private void assertLabelsKept(@Nullable String owner, @Nullable String device) {
        StoreKey key = newKey();
        StoredSession session = session(key, start());
        store().create(
                        new StoredSession(
                                key,
                                session.attributes(),
                                start(),
                                start(),
                                session.expiresAt(),
                                session.endsAt(),
                                owner,
                                device,
                                null),
                        start());
        StoredSession found = store().find(key, start()).orElseThrow();
        assertThat(found.owner()).isEqualTo(owner);
        assertThat(found.device()).isEqualTo(device);
    }
}
