package dev.sojourn.login;

import java.util.Optional;

/**
 * Finds the application's user by the id that was remembered at sign-in. Called at most once per request, and only when
 * somebody asks who is signed in. Thread-safe.
 *
 * @param <U> the application's own type of user
 */
@FunctionalInterface
public interface UserLoader<U> {

    /**
     * The user as they are now. Empty for a user who is gone, or disabled: their session ends with that very request.
     * What it throws reaches whoever asked, and signs nobody out.
     */
    Optional<U> byId(String id);
}
