package dev.sojourn.demo;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the flags say, checked.
 *
 * @param nearCache whether what was read from the server is kept in memory as well
 * @param move where sessions are going; null while they stay
 * @param certificate PEM file; null for one that is made for localhost
 * @param key PEM file; null together with the certificate
 */
record DemoSettings(
        String host,
        int port,
        int httpPort,
        Path data,
        SessionPlace sessions,
        boolean nearCache,
        @Nullable Move move,
        Duration idle,
        Duration lifetime,
        @Nullable Path certificate,
        @Nullable Path key) {}
