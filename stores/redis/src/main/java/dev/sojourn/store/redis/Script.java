package dev.sojourn.store.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
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
    PUT_BACK("put_back"),
    END_SESSION("end_session"),
    INDEX_ADD("index_add"),
    INDEX_REMOVE("index_remove"),
    INDEX_READ("index_read"),
    CLAIM_PLACE("claim_place");

    private final String text;
    private final String sha; // in hex, the name under which Redis keeps a script that it has run

    Script(String name) {
        this.text = resource("library.lua") + resource(name + ".lua");
        this.sha = sha1(text);
    }

    /** Runs it, once; where Redis does not know it, which proves that nothing ran, the whole text is sent. */
    Answer run(RedisClusterCommands<byte[], byte[]> redis, byte[][] keys, byte[][] arguments) {
        try {
            return new Answer(redis.evalsha(sha, ScriptOutputType.MULTI, keys, arguments));
        } catch (RedisNoScriptException unknown) {
            return new Answer(redis.eval(SessionHash.bytes(text), ScriptOutputType.MULTI, keys, arguments));
        }
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
