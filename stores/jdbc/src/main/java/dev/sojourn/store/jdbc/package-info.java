/** Sessions in an SQL database. */
@NullMarked
package dev.sojourn.store.jdbc;

import org.jspecify.annotations.NullMarked;
