package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
    @Test
    void smoke(@TempDir Path dir) {
        SealingKeys keys = SealingKeys.inFile(dir.resolve("a/keys"));
        Sealer sealer = keys.sealer("session", "app", "__Host-sid");
        String text = sealer.seal("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(sealer.open(text).orElseThrow().plaintext()).asString().isEqualTo("hello");
        keys.rotate();
        assertThat(sealer.open(text).orElseThrow().current()).isFalse();
        assertThat(SealingKeys.inFile(dir.resolve("a/keys")).keys())
                .isEqualTo(keys.keys())
                .hasSize(2);
        assertThat(sealer.capacity()).isEqualTo(3018);
    }
}
