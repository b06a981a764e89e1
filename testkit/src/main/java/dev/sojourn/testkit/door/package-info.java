/** The exam that every door sits, over real sockets, and the small client it is held with. */
@NullMarked
package dev.sojourn.testkit.door;

import org.jspecify.annotations.NullMarked;
