/** The rules of the house, each as a test that names it. */
@NullMarked
package dev.sojourn.architecture;

import org.jspecify.annotations.NullMarked;
