/** What happened to sessions and requests, told to whoever watches over them. */
@NullMarked
package dev.sojourn.event;

import org.jspecify.annotations.NullMarked;
