/** Sessions of both kinds behind one API. */
@NullMarked
package dev.sojourn.session;

import org.jspecify.annotations.NullMarked;
