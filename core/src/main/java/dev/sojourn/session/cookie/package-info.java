/** Cookies to the letter of RFC 6265bis: parsing, writing, and plain preference cookies. */
@NullMarked
package dev.sojourn.session.cookie;

import org.jspecify.annotations.NullMarked;
