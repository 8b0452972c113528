package dev.automat.patron.patron;

import java.util.List;

/** What a line of an import says. */
sealed interface ImportLine {

    record Good(PatronDraft draft) implements ImportLine {}

    record Bad(LineFault fault) implements ImportLine {}

    /**
     * What is wrong with a line.
     *
     * @param line its number, from 1
     */
    record LineFault(long line, List<FieldFault> errors) {}
}
