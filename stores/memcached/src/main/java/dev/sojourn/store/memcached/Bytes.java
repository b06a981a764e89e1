package dev.sojourn.store.memcached;

import net.rubyeye.xmemcached.transcoders.CachedData;
import net.rubyeye.xmemcached.transcoders.CompressionMode;
import net.rubyeye.xmemcached.transcoders.Transcoder;

/** Bytes as they are. The client's own transcoder would read serialized Java objects, so it is never let near a value. */
final class Bytes implements Transcoder<byte[]> {

    private static final long NO_CAS = -1;

    @Override
    public CachedData encode(byte[] bytes) {
        return new CachedData(0, bytes, bytes.length, NO_CAS); // by itself it would take no more than a mebibyte
    }

    /** What bears flags was written by somebody else: no record. */
    @Override
    public byte[] decode(CachedData data) {
        return data.getFlag() == 0 ? data.getData() : new byte[0];
    }

    @Override
    public void setPrimitiveAsString(boolean asString) {}

    @Override
    public void setPackZeros(boolean packZeros) {}

    @Override
    public void setCompressionThreshold(int bytes) {}

    @Override
    public void setCompressionMode(CompressionMode mode) {}

    @Override
    public boolean isPrimitiveAsString() {
        return false;
    }

    @Override
    public boolean isPackZeros() {
        return false;
    }
}
