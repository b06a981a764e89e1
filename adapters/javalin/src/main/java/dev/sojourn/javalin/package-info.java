/** The door for Javalin: one plugin. */
@NullMarked
package dev.sojourn.javalin;

import org.jspecify.annotations.NullMarked;
