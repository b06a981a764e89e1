/** The snippets of the documents, compiled, and the test that holds the documents to them. */
@NullMarked
package dev.sojourn.docs;

import org.jspecify.annotations.NullMarked;
