package dev.sojourn.architecture.circle.hen;

import dev.sojourn.architecture.circle.egg.Egg;

/** Half of a planted circle. */
public record Hen(Egg from) {}
