/** Cookies to the letter of RFC 6265bis: reading, writing, and plain preferences. */
@NullMarked
package dev.sojourn.session.cookie;

import org.jspecify.annotations.NullMarked;
