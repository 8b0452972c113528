package dev.automat.metrics.otlp;

/** The points of one metric at one time, added up over their attributes. */
final class Tally {

    /** What the number says. */
    enum Kind {
        /** What is now. */
        VALUE,
        /** What was counted since some start. */
        COUNT,
        /** What was counted since the report before. */
        DELTA
    }

    private final Kind kind;
    private final String unit;
    private final long start;
    private double sum;
    private int points;

    Tally(Kind kind, String unit, long start) {
        this.kind = kind;
        this.unit = unit;
        this.start = start;
    }

    void add(double value, int count) {
        sum += value;
        points += count;
    }

    Kind kind() {
        return kind;
    }

    /** When counting began, in nanoseconds since the epoch; 0 when that is not said. */
    long start() {
        return start;
    }

    double sum() {
        return sum;
    }

    /** How many points it is made of. */
    int points() {
        return points;
    }

    /** What one of its unit is in seconds. */
    double seconds() {
        return switch (unit) {
            case "ms" -> 1e-3;
            case "us" -> 1e-6;
            case "ns" -> 1e-9;
            default -> 1;
        };
    }

    /** What one of its unit is in bytes. */
    double bytes() {
        return switch (unit) {
            case "kBy" -> 1e3;
            case "MBy" -> 1e6;
            case "GBy" -> 1e9;
            case "KiBy" -> 1_024;
            case "MiBy" -> 1_048_576;
            case "GiBy" -> 1_073_741_824;
            default -> 1;
        };
    }
}
