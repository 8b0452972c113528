package dev.automat.cli.launch.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.ZipFile;

/** Tells one build of a jar from another by what is in it, without reading the contents. */
final class Fingerprint {

    private Fingerprint() {}

    /**
     * The fingerprint of a jar for one kind of use.
     *
     * @param jar its directory holds a checksum of each entry, which is all that is read
     * @param circumstances what else makes a difference, such as the JDK
     */
    static String of(Path jar, List<String> circumstances) throws IOException {
        var sum = new CRC32C();
        circumstances.forEach(each -> add(sum, each));
        try (var zip = new ZipFile(jar.toFile())) {
            zip.stream().forEach(entry -> add(sum, entry.getName() + entry.getCrc()));
            return "%08x-%d".formatted(sum.getValue(), zip.size());
        }
    }

    private static void add(CRC32C sum, String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
