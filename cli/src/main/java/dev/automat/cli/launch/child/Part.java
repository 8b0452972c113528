package dev.automat.cli.launch.child;

import java.util.List;
import java.util.Set;

/**
 * One process to keep running.
 *
 * @param name unique among the parts of a run
 * @param stage parts of a higher stage are stopped first
 * @param needs names of the parts that must be ready before this one is started
 * @param probe tells when it is ready
 * @param command program and arguments
 */
public record Part(String name, int stage, Set<String> needs, Probe probe, List<String> command) {

    public Part {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("Part %s has no command".formatted(name));
        }
        needs = Set.copyOf(needs);
        command = List.copyOf(command);
    }
}
