package dev.automat.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test class of this module after which Netty finds a buffer that nobody released.
 * JUnit finds it by {@code META-INF/services}, so that no test can be forgotten.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {

    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeAll(ExtensionContext context) throws ReflectiveOperationException {
        // Netty has no way in but a log line, which nobody would see.
        var field = AbstractByteBuf.class.getDeclaredField("leakDetector");
        field.setAccessible(true);
        ((ResourceLeakDetector<?>) field.get(null))
                .setLeakListener((type, records) -> LEAKS.add(type + records));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        for (int i = 0; i < 3; i++) {
            System.gc();
            // A leak is reported when the next buffer is made.
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        var leaks = List.copyOf(LEAKS);
        LEAKS.clear();
        assertThat(leaks).isEmpty();
    }
}
