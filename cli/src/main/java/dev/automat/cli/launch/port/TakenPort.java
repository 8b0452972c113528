package dev.automat.cli.launch.port;

import java.util.Optional;

/**
 * A port that somebody else listens on.
 *
 * @param listener what was going to listen there
 * @param holder who does; empty when the system does not tell, as for another user's process
 */
public record TakenPort(Listener listener, Optional<ProcessHandle> holder) {

    private static final int READABLE = 100;

    /** Names the port, its holder, and the ways out. */
    public String explanation() {
        return "Port %d (%s, %s) is taken by %s.%n    Free it (%s), or move %s (%s) elsewhere."
                .formatted(
                        listener.port(),
                        listener.part(),
                        listener.purpose(),
                        holder.map(TakenPort::describe).orElse("a process that is not yours"),
                        holder.map(process -> "kill " + process.pid())
                                .orElse("sudo ss -ltnp 'sport = :" + listener.port() + "'"),
                        listener.part(),
                        listener.property());
    }

    private static String describe(ProcessHandle process) {
        var command =
                process.info()
                        .commandLine()
                        .or(process.info()::command)
                        .map(line -> ": " + abbreviated(line))
                        .orElse("");
        return "process " + process.pid() + command;
    }

    private static String abbreviated(String line) {
        return line.length() <= READABLE ? line : line.substring(0, READABLE) + "…";
    }
}
