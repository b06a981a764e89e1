package dev.sojourn.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The scripts that run inside Redis, each a verb done in one atomic step. */
enum Script {
    CREATE("create"),
    SAVE("save"),
    RENEW("renew"),
    DELETE("delete"),
    END_SESSIONS("end_sessions"),
    TAKE_PLACE("take_place"),
    WITHDRAW("withdraw"),
    END_SESSION("end_session"),
    INDEX_ADD("index_add"),
    INDEX_REMOVE("index_remove"),
    INDEX_READ("index_read"),
    CLAIM_PLACE("claim_place");

    private final String text;
    private final String sha;

    Script(String name) {
        this.text = resource("library.lua") + resource(name + ".lua");
        this.sha = sha1(text);
    }

    /** What Redis is to run. */
    String text() {
        return text;
    }

    /** The name under which Redis keeps a script that it has run: the SHA-1 of its text, in hex. */
    String sha() {
        return sha;
    }

    private static String resource(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the script " + name + " is missing from the module");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String sha1(String text) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(hash.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
