/** Values to bytes and back: CBOR (RFC 8949) over a closed set of types. */
@NullMarked
package dev.sojourn.session.codec;

import org.jspecify.annotations.NullMarked;
