package dev.automat.reporter.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The memory this process may use: the least limit of its control group and the groups above, or,
 * when none sets one, the largest heap the JVM may have.
 */
final class MemoryLimit {

    /** Version 1 says "no limit" with a number near the largest. */
    private static final long UNLIMITED = 1L << 60;

    private MemoryLimit() {}

    /** The number of bytes. */
    static long bytes() {
        long limit = ofControlGroup(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
        return limit < UNLIMITED ? limit : Runtime.getRuntime().maxMemory();
    }

    /** That of another process, or, without one, the machine's memory. */
    static long bytes(long pid) {
        var membership = Path.of("/proc/" + pid + "/cgroup");
        long limit = ofControlGroup(membership, Path.of("/sys/fs/cgroup"));
        return limit < UNLIMITED
                ? limit
                : ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize();
    }

    /**
     * The least limit on the way from this process's group to the root; at least 2^60 when there is
     * none.
     */
    static long ofControlGroup(Path membership, Path root) {
        try (Stream<String> lines = Files.lines(membership)) {
            return lines.mapToLong(line -> ofMembership(line, root)).min().orElse(UNLIMITED);
        } catch (IOException | IllegalArgumentException _) {
            return UNLIMITED;
        }
    }

    /** Reads a line such as {@code 0::/user.slice} or {@code 4:memory:/docker/1f}. */
    private static long ofMembership(String line, Path root) {
        var parts = line.split(":", 3);
        if (parts.length < 3) {
            return UNLIMITED;
        }
        if (parts[1].isEmpty()) {
            return leastUpwards(root, parts[2], "memory.max");
        }
        return parts[1].equals("memory")
                ? leastUpwards(root.resolve("memory"), parts[2], "memory.limit_in_bytes")
                : UNLIMITED;
    }

    private static long leastUpwards(Path root, String group, String file) {
        var relative = Path.of(group.replaceAll("^/+", ""));
        long least = UNLIMITED;
        for (var path = relative; path != null; path = path.getParent()) {
            least = Math.min(least, read(root.resolve(path).resolve(file)));
        }
        // Inside a container the path is the host's, while its own group is mounted as the root.
        return Math.min(least, read(root.resolve(file)));
    }

    private static long read(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException _) {
            return UNLIMITED; // Not there, or "max".
        }
    }
}
