/** The door for the JDK's own {@code HttpServer}: one filter. */
@NullMarked
package dev.sojourn.jdkhttp;

import org.jspecify.annotations.NullMarked;
