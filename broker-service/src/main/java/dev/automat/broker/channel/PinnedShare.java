package dev.automat.broker.channel;

/** What one holder pins of the {@link PinnedMemory}, now more and now less. On one thread. */
public final class PinnedShare {

    private final PinnedMemory memory;
    private int bytes;

    /** A share of nothing yet. */
    public PinnedShare(PinnedMemory memory) {
        this.memory = memory;
    }

    /** Bytes pinned now. */
    public int bytes() {
        return bytes;
    }

    /** Pins so many bytes instead of those before. */
    public void set(int newBytes) {
        if (newBytes > bytes) {
            memory.pin(newBytes - bytes);
        } else if (newBytes < bytes) {
            memory.unpin(bytes - newBytes);
        }
        bytes = newBytes;
    }
}
