package dev.automat.cli.launch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {

    @TempDir private Path folder;

    @Test
    void staysWhenABuildChangesNothingButTheTime() throws IOException {
        var one = jar("one.jar", "same");
        var other = jar("other.jar", "same");

        assertThat(Fingerprint.of(one, List.of("25")))
                .isEqualTo(Fingerprint.of(other, List.of("25")));
    }

    @Test
    void changesWithTheContentAndTheCircumstances() throws IOException {
        var jar = jar("one.jar", "same");

        assertThat(Fingerprint.of(jar, List.of("25")))
                .isNotEqualTo(Fingerprint.of(jar("other.jar", "changed"), List.of("25")))
                .isNotEqualTo(Fingerprint.of(jar, List.of("26")));
    }

    private Path jar(String name, String content) throws IOException {
        var path = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
            zip.putNextEntry(new ZipEntry("entry"));
            zip.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return path;
    }
}
