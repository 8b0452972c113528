package dev.automat.metrics.history;

import dev.automat.metrics.sample.Sample;

/** What series are called where Prometheus reads or stores them. */
public final class ExpositionNames {

    static final String UP = "automat_app_up";
    static final String CPU = "automat_app_cpu_percent";
    static final String MEM = "automat_app_mem_mebibytes";
    static final String FIELD = "automat_app_field";

    private ExpositionNames() {}

    /** The metric that a field of a sample belongs to. */
    public static String of(String field) {
        return switch (field) {
            case Sample.CPU -> CPU;
            case Sample.MEM -> MEM;
            default -> FIELD;
        };
    }

    /** Whether a field shares its metric with others, so that the label {@code field} names it. */
    public static boolean isFurther(String field) {
        return of(field).equals(FIELD);
    }
}
