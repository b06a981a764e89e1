/** The door for Jakarta Servlet containers: one filter, one hook just before the head leaves, and {@code HttpSession}. */
@NullMarked
package dev.sojourn.servlet;

import org.jspecify.annotations.NullMarked;
