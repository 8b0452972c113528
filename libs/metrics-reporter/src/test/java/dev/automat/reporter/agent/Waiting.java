package dev.automat.reporter.agent;

import java.io.IOException;

/** An app that knows nothing of reporters, and ends with its standard input. */
final class Waiting {

    private Waiting() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("started");
        while (System.in.read() >= 0) {
            // What it is told is of no interest.
        }
    }
}
