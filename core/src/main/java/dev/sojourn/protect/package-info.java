/** The request rules: HTTPS, origin, CSRF token, safe return path. */
@NullMarked
package dev.sojourn.protect;

import org.jspecify.annotations.NullMarked;
