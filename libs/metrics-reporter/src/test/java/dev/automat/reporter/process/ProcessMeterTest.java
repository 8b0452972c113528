package dev.automat.reporter.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMeterTest {

    private static final long MEBIBYTE = 1_048_576;

    private long cpuNanos;
    private long wallNanos;

    @Test
    void cpuIsThatOfOneCoreAndMayPassAHundred() {
        var meter = new ProcessMeter(() -> cpuNanos, () -> wallNanos, () -> 5);

        cpuNanos = 1_500;
        wallNanos = 1_000;
        meter.read();
        assertThat(meter.cpuPercent()).isEqualTo(150);

        cpuNanos += 10;
        wallNanos += 100;
        meter.read();
        assertThat(meter.cpuPercent()).isEqualTo(10);
        assertThat(meter.residentBytes()).isEqualTo(5);
    }

    @Test
    void keepsItsCpuWhenNoTimeHasPassed() {
        var meter = new ProcessMeter(() -> cpuNanos, () -> wallNanos, () -> 5);
        cpuNanos = 500;
        wallNanos = 1_000;
        meter.read();

        meter.read();

        assertThat(meter.cpuPercent()).isEqualTo(50);
    }

    @Test
    void thisProcessHasAPlausibleSize() {
        var meter = new ProcessMeter();

        meter.read();

        assertThat(meter.residentBytes()).isBetween(10 * MEBIBYTE, 64 * 1_024 * MEBIBYTE);
        assertThat(meter.memoryLimit()).isPositive();
        assertThat(meter.heapLimit()).isEqualTo(Runtime.getRuntime().maxMemory());
    }

    @Test
    void theJvmsOwnAccountIsThereWithoutProc() {
        assertThat(new CommittedMemory().bytes()).isGreaterThan(5 * MEBIBYTE);
    }

    @Test
    void knowsTheHeapThatACollectionLeft() {
        var heap = new HeapAfterCollection();

        System.gc();

        assertThat(heap.bytes()).isBetween(1L, Runtime.getRuntime().maxMemory());
    }

    @Test
    void readsTheSecondNumberOfALine() {
        assertThat(Statm.secondNumber(ascii("1234 567 89 1 0 2 0\n"))).isEqualTo(567);
        assertThat(Statm.secondNumber(ascii("1234"))).isZero();
        assertThat(Statm.secondNumber(ascii(""))).isZero();
    }

    @Test
    void theLeastLimitOfTheGroupsAboveCounts(@TempDir Path root) throws IOException {
        var membership = Files.writeString(root.resolve("cgroup"), "0::/slice/app\n");
        Files.createDirectories(root.resolve("slice/app"));
        Files.writeString(root.resolve("slice/memory.max"), "1000\n");
        Files.writeString(root.resolve("slice/app/memory.max"), "max\n");

        assertThat(MemoryLimit.ofControlGroup(membership, root)).isEqualTo(1_000);
    }

    @Test
    void insideAContainerItsOwnGroupIsTheRoot(@TempDir Path root) throws IOException {
        var membership = Files.writeString(root.resolve("cgroup"), "4:memory:/docker/1f\n");
        Files.createDirectories(root.resolve("memory"));
        Files.writeString(root.resolve("memory/memory.limit_in_bytes"), "2000\n");

        assertThat(MemoryLimit.ofControlGroup(membership, root)).isEqualTo(2_000);
    }

    @Test
    void noControlGroupMeansNoLimit(@TempDir Path root) {
        assertThat(MemoryLimit.ofControlGroup(root.resolve("none"), root))
                .isGreaterThanOrEqualTo(1L << 60);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
