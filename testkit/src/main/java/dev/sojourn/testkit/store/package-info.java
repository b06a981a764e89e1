/** The exam for stores: what a {@code SessionStore} must do to keep sessions, in tests that a store sits by saying how to open it. */
@NullMarked
package dev.sojourn.testkit.store;

import org.jspecify.annotations.NullMarked;
