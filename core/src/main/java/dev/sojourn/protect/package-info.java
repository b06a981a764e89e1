/** The request rules as pure functions: HTTPS, origin, CSRF token, safe return path, cache headers. */
@NullMarked
package dev.sojourn.protect;

import org.jspecify.annotations.NullMarked;
