package dev.automat.metrics.archive;

/** Adds steps of a finer tier to steps of a coarser one. */
final class RollUp {

    private RollUp() {}

    /**
     * Adds a track that begins at {@code from} to one that begins at {@code into}; steps outside of
     * the latter are left out.
     */
    static void add(Track track, long from, Tier finer, Track target, long into, Tier tier) {
        for (int i = 0; i < track.sum().length; i++) {
            long second = from + (long) i * finer.stepInSeconds();
            long step = Math.floorDiv(second - into, (long) tier.stepInSeconds());
            if (step >= 0 && step < target.sum().length) {
                target.add((int) step, track, i);
            }
        }
    }
}
