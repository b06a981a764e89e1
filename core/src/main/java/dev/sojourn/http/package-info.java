/** The head of a request as facts, and the answer to it: strings and records, no framework. */
@NullMarked
package dev.sojourn.http;

import org.jspecify.annotations.NullMarked;
