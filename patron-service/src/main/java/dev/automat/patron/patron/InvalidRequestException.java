package dev.automat.patron.patron;

import java.util.List;

/** A request that cannot be carried out as it is. */
final class InvalidRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldFault> faults;

    InvalidRequestException(List<FieldFault> faults) {
        super("The request has invalid fields: " + faults);
        this.faults = List.copyOf(faults);
    }

    InvalidRequestException(String field, String message) {
        this(List.of(new FieldFault(field, message)));
    }

    List<FieldFault> faults() {
        return faults;
    }
}
