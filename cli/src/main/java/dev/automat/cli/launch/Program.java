package dev.automat.cli.launch;

import java.util.List;

/** What a member of the suite runs. */
sealed interface Program {

    /**
     * One of the Boot applications.
     *
     * @param module the module it is built from
     * @param heapInMebibytes the largest size of its heap
     * @param isBusy whether it has much to do, so that the code it runs is worth the work of the
     *     optimizing compiler, where processors are not scarce
     * @param arguments its properties
     */
    record Service(String module, int heapInMebibytes, boolean isBusy, List<String> arguments)
            implements Program {}

    /**
     * A command of this command line.
     *
     * @param heapInMebibytes the largest size of its heap
     * @param arguments the command and its options
     */
    record Command(int heapInMebibytes, List<String> arguments) implements Program {}
}
