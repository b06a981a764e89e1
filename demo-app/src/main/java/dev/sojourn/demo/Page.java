package dev.sojourn.demo;

import org.jspecify.annotations.Nullable;

/**
 * What every page shows around its content.
 *
 * @param preferences how the visitor likes it
 * @param userName who is signed in; null for nobody
 * @param message to be shown once; null for none
 * @param kind where sessions are kept, in words
 */
public record Page(
        Preferences preferences,
        @Nullable String userName,
        @Nullable String message,
        String kind) {}
