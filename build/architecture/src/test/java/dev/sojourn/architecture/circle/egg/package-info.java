/** A package that forms a circle on purpose. */
@NullMarked
package dev.sojourn.architecture.circle.egg;

import org.jspecify.annotations.NullMarked;
