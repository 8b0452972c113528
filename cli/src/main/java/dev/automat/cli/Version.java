package dev.automat.cli;

import picocli.CommandLine.IVersionProvider;

/** Reads the version from the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "automat " + (version == null ? "development" : version),
            "Java " + Runtime.version() + " on ${os.name} ${os.arch}",
        };
    }
}
