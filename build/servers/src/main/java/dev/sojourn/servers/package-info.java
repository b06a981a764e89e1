/** Real servers for the tests, each a process that can be killed and paused. */
@NullMarked
package dev.sojourn.servers;

import org.jspecify.annotations.NullMarked;
