package dev.automat.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeakTest {

    @Test
    void growsAtEachTick() {
        var leak = new Leak(10, 100);

        assertThat(leak.grow()).isFalse();
        assertThat(leak.grow()).isFalse();

        assertThat(leak.items()).isEqualTo(20);
    }

    @Test
    void startsOverWhenItsShareOfTheHeapIsUsedUp() {
        var leak = new Leak(10, 25);
        leak.grow();
        leak.grow();

        assertThat(leak.grow()).isTrue();

        assertThat(leak.items()).isEqualTo(10);
    }

    @Test
    void anAppThatDoesNotLeakStaysEmpty() {
        var leak = new Leak(0, 25);

        for (int i = 0; i < 1_000; i++) {
            assertThat(leak.grow()).isFalse();
        }

        assertThat(leak.items()).isZero();
    }
}
