package dev.automat.cli.launch;

import dev.automat.cli.terminal.CommandFailedException;

/**
 * Every port of the suite.
 *
 * @param offset added to each, so that a second suite can run beside the first
 */
record Ports(int offset) {

    private static final int LARGEST_OFFSET = 65_535 - 55_432;

    Ports {
        if (offset < 0 || offset > LARGEST_OFFSET) {
            throw new CommandFailedException(
                    "--offset must be 0 to %d, is %d".formatted(LARGEST_OFFSET, offset));
        }
    }

    int postgres() {
        return 55_432 + offset;
    }

    int patron() {
        return 8000 + offset;
    }

    int secondPatron() {
        return 8001 + offset;
    }

    int news() {
        return 8080 + offset;
    }

    int metrics() {
        return 8088 + offset;
    }

    int samplesBySubscription() {
        return 5555 + offset;
    }

    int samplesByPush() {
        return 5558 + offset;
    }

    int broker() {
        return 8086 + offset;
    }

    int frames() {
        return 25_000 + offset;
    }

    /** Downwards where there is no port left above. */
    int stomp() {
        return 61_613 + offset <= 65_535 ? 61_613 + offset : 61_613 - offset;
    }

    int dashboard() {
        return 8090 + offset;
    }

    int firstNewsSite() {
        return 8070 + offset;
    }

    int secondNewsSite() {
        return 8071 + offset;
    }
}
