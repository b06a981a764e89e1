package dev.sojourn.architecture.circle.egg;

import dev.sojourn.architecture.circle.hen.Hen;
import org.jspecify.annotations.Nullable;

/** The other half of a planted circle. */
public record Egg(@Nullable Hen from) {}
