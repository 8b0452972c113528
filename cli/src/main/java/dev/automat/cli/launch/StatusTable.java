package dev.automat.cli.launch;

import dev.automat.cli.launch.child.ChildStatus;
import dev.automat.cli.launch.child.Health;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Lays out what a person wants to know of the suite. */
final class StatusTable {

    private static final String NOTHING = "-";
    private static final double KIB_PER_MIB = 1024;

    private StatusTable() {}

    /**
     * One member as seen now.
     *
     * @param member what the launcher wrote of it
     * @param health what its probe says
     * @param uptime age of its process
     * @param residentInKib memory it holds; 0 when unknown
     */
    record Seen(RunFile.RunningMember member, Health health, Duration uptime, long residentInKib) {}

    /** The table printed when the start is over: where to find what. */
    static List<String> afterStart(List<Member> members, Map<String, ChildStatus> statuses) {
        var table = new Table(List.of("NAME", "HEALTH", "READY AFTER", "ADDRESS"), Set.of(2));
        for (var member : members) {
            var status = statuses.get(member.name());
            boolean isReady = status != null && status.state() == ChildStatus.State.READY;
            table.add(
                    member.name(),
                    isReady ? "up" : "down",
                    status == null ? NOTHING : seconds(status.becameReadyAfter()),
                    member.page().isEmpty() ? NOTHING : member.page());
        }
        return table.lines();
    }

    /** The table of {@code automat status}. */
    static List<String> now(List<Seen> members) {
        var table =
                new Table(
                        List.of("NAME", "PID", "PORT", "HEALTH", "UPTIME", "MEMORY"),
                        Set.of(1, 2, 4, 5));
        members.forEach(seen -> addRow(table, seen));
        table.add(
                "total",
                "",
                "",
                "",
                "",
                mebibytes(members.stream().mapToLong(Seen::residentInKib).sum()));
        return table.lines();
    }

    private static void addRow(Table table, Seen seen) {
        boolean hasProcess = seen.member().pid() != 0;
        table.add(
                seen.member().name(),
                hasProcess ? Long.toString(seen.member().pid()) : NOTHING,
                seen.member().port() == 0 ? NOTHING : Integer.toString(seen.member().port()),
                seen.health().isUp() ? "up" : "down (" + seen.health().detail() + ")",
                hasProcess ? uptime(seen.uptime()) : NOTHING,
                seen.residentInKib() == 0 ? NOTHING : mebibytes(seen.residentInKib()));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static String mebibytes(long kib) {
        return String.format(Locale.ROOT, "%.0f MiB", kib / KIB_PER_MIB);
    }

    private static String uptime(Duration duration) {
        if (duration.toHours() > 0) {
            return "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart());
        }
        return duration.toMinutes() > 0
                ? "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart())
                : duration.toSeconds() + " s";
    }
}
