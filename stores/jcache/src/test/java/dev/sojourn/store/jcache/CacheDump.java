package dev.sojourn.store.jcache;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.cache.Cache;

/** All that a cache holds, as whoever reaches one of its members could ask for it. */
final class CacheDump {

    private CacheDump() {}

    /** Every key, with its value as the record that it spells. */
    static byte[] of(Cache<String, String> cache) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Cache.Entry<String, String> entry : cache) {
            all.writeBytes(entry.getKey().getBytes(StandardCharsets.UTF_8));
            all.writeBytes(Base64.getDecoder().decode(entry.getValue()));
        }
        return all.toByteArray();
    }
}
