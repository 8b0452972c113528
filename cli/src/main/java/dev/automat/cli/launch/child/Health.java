package dev.automat.cli.launch.child;

/**
 * What a probe saw.
 *
 * @param isUp whether the process does its work
 * @param detail why not, in a few words; empty when it is up
 */
public record Health(boolean isUp, String detail) {

    private static final Health UP = new Health(true, "");

    /** The health of a process that does its work. */
    public static Health up() {
        return UP;
    }

    /**
     * The health of a process that does not do its work.
     *
     * @param detail why not, in a few words
     */
    public static Health down(String detail) {
        return new Health(false, detail);
    }
}
