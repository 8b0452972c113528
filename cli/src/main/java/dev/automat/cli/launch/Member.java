package dev.automat.cli.launch;

import dev.automat.cli.launch.port.Listener;
import java.util.List;
import java.util.Set;

/**
 * One process of the suite.
 *
 * @param name unique in the suite
 * @param stage members of a higher stage are stopped first
 * @param needs members that must be ready before it starts
 * @param listeners every port it opens; the first is the one people ask for
 * @param page address for people; empty when there is none
 * @param health address for the probe; empty when being alive is all there is to ask for
 * @param program what it runs
 */
record Member(
        String name,
        int stage,
        Set<String> needs,
        List<Listener> listeners,
        String page,
        String health,
        Program program) {}
