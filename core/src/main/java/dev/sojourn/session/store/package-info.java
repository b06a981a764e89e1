/** Where stored sessions live: the contract, its outcomes, and the store in memory. */
@NullMarked
package dev.sojourn.session.store;

import org.jspecify.annotations.NullMarked;
