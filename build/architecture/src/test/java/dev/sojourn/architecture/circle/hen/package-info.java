/** A package that forms a circle on purpose. */
@NullMarked
package dev.sojourn.architecture.circle.hen;

import org.jspecify.annotations.NullMarked;
