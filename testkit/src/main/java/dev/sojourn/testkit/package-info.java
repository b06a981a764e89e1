/** Helpers for tests of applications that use Sojourn. */
@NullMarked
package dev.sojourn.testkit;

import org.jspecify.annotations.NullMarked;
