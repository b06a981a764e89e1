package dev.sojourn.session.codec;

import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORGenerator;
import tools.jackson.dataformat.cbor.CBORParser;
import tools.jackson.dataformat.cbor.CBORReadFeature;
import tools.jackson.dataformat.cbor.CBORWriteFeature;

/** The one configured CBOR library of the process. Thread-safe. */
final class Cbor {

    // A registered type is two containers of CBOR for one of ours; a time or decimal inside adds one more.
    private static final int CBOR_DEPTH = 2 * Limits.DEPTH + 2;

    private static final CBORFactory FACTORY = CBORFactory.builder()
            .enable(CBORWriteFeature.ENCODE_USING_STANDARD_NEGATIVE_BIGINT_ENCODING)
            .enable(CBORReadFeature.DECODE_USING_STANDARD_NEGATIVE_BIGINT_ENCODING)
            // Keys come from users too: they are neither interned nor kept in a table that outlives the value.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(Limits.BYTES)
                    .maxStringLength(Limits.BYTES)
                    .maxNameLength(Limits.BYTES)
                    .maxNestingDepth(CBOR_DEPTH)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(CBOR_DEPTH).build())
            .build();

    private Cbor() {}

    static CBORParser parser(byte[] encoded) {
        return (CBORParser) FACTORY.createParser(ObjectReadContext.empty(), encoded);
    }

    static CBORGenerator generator(BoundedOutput output) {
        return (CBORGenerator) FACTORY.createGenerator(ObjectWriteContext.empty(), output);
    }
}
