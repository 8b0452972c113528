package dev.automat.reporter.process;

/** The memory of this process that is in RAM. */
interface ResidentMemory {

    /** The number of bytes. */
    long bytes();

    /**
     * What the operating system says, or, where it has no {@code /proc}, what the JVM has committed
     * for heap and non-heap: close to it, without threads' stacks and native code's memory.
     */
    static ResidentMemory ofThisProcess() {
        var statm = Statm.open();
        return statm == null ? new CommittedMemory() : statm;
    }
}
