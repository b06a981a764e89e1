/** The secret a browser holds, and the one-way name a store knows it by. */
@NullMarked
package dev.sojourn.session.token;

import org.jspecify.annotations.NullMarked;
