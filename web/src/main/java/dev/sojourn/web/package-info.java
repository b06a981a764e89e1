/** The straight line of a request: nine steps in one order, walked by every door. */
@NullMarked
package dev.sojourn.web;

import org.jspecify.annotations.NullMarked;
