package dev.automat.cli.launch.child;

/** Asks a process how it is. */
@FunctionalInterface
public interface Probe {

    /** Holds for a process whose life is all there is to ask for. */
    Probe ALIVE = Health::up;

    /** Asks once, and blocks for two seconds at most. Never throws. */
    Health check();
}
