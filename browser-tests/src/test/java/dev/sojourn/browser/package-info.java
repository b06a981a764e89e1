/** The demonstration application, walked through by a real browser. */
@NullMarked
package dev.sojourn.browser;

import org.jspecify.annotations.NullMarked;
