package dev.automat.cli.patrons;

import java.net.URI;
import picocli.CommandLine.Option;

/** Where the patron service is. */
final class ServiceOption {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8000",
            description = "Where the patron service is (default: ${DEFAULT-VALUE}).")
    private URI url;

    PatronService service() {
        return new PatronService(url);
    }
}
