package dev.automat.broker.door.stomp;

import java.util.concurrent.TimeUnit;

/** The signs of life that both sides agreed on; none until then. On one event loop. */
final class HeartBeats {

    private long ownMillis;
    private long expectedMillis;
    private long lastWrite;
    private long lastRead = System.nanoTime();

    /** Both sides agreed on how often each shows a sign of life; 0 for never. */
    void agree(long everyMillis, long expectedEveryMillis) {
        ownMillis = everyMillis;
        expectedMillis = expectedEveryMillis;
    }

    long expectedMillis() {
        return expectedMillis;
    }

    /** Something was written, whatever it is. */
    void wrote() {
        lastWrite = System.nanoTime();
    }

    /** Something was read, or could not have been. */
    void read() {
        lastRead = System.nanoTime();
    }

    /** Whether it is time for a sign of life, early enough for a slow network. */
    boolean isDue(long now) {
        return ownMillis > 0 && millis(now - lastWrite) >= ownMillis / 2;
    }

    /** Whether the peer was silent for longer than it may. */
    boolean isMissed(long now) {
        return expectedMillis > 0 && millis(now - lastRead) > 2 * expectedMillis;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
