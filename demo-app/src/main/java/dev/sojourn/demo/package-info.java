/** The demonstration application: a small web shop front on Javalin. */
@NullMarked
package dev.sojourn.demo;

import org.jspecify.annotations.NullMarked;
