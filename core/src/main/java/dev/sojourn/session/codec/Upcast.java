package dev.sojourn.session.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lifts the fields of an application type from one version to the next. Pure and thread-safe.
 *
 * <p>The map is the function's own: it may be changed and returned. Values are those that {@code decode(…,
 * Object.class)} gives: numbers of integer fields are {@link Number}s of any width, enums are text, registered types
 * are instances of their present class. An exception thrown here makes the value undecodable, nothing else.
 */
@FunctionalInterface
public interface Upcast {

    /** Gives the fields as the next version has them. */
    Map<String, @Nullable Object> apply(Map<String, @Nullable Object> fields);
}
