package dev.automat.cli.db;

import dev.automat.cli.terminal.CommandFailedException;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs, unpacked from the archive on the class path, once for each version.
 */
final class PostgresPrograms {

    static final String DEFAULT_DIRECTORY = ".automat/postgres-programs";

    private static final int EXECUTABLE = 0b001_000_000;

    private final Path home;
    private final List<String> asUser;

    private PostgresPrograms(Path home) {
        this.home = home;
        this.asUser = Unprivileged.prefix();
    }

    static PostgresPrograms unpacked(Path directory, Consumer<String> progress) throws IOException {
        var home = directory.resolve(fingerprint()).toAbsolutePath();
        if (!Files.isDirectory(home)) {
            progress.accept("Unpacking PostgreSQL to " + home);
            Files.createDirectories(directory);
            // Under another name first: a directory of the right name is always complete.
            var fresh = Files.createTempDirectory(directory.toAbsolutePath(), "unpacking");
            unpack(fresh);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            publish(fresh, home);
        }
        return new PostgresPrograms(home);
    }

    /** Names the archive by its content. Reads it piece by piece: it is larger than our heap. */
    private static String fingerprint() throws IOException {
        // No digest: every start pays for this, and nobody makes an archive to deceive it.
        var sum = new CRC32();
        try (var archive = new CheckedInputStream(archive(), sum)) {
            long size = archive.transferTo(OutputStream.nullOutputStream());
            return "%08x-%d".formatted(sum.getValue(), size);
        }
    }

    private static InputStream archive() throws IOException {
        var system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        var machine = System.getProperty("os.arch").replace("amd64", "x86_64");
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        } catch (IllegalStateException missing) {
            throw new CommandFailedException(
                    "This build carries no PostgreSQL for %s on %s".formatted(system, machine),
                    missing);
        }
    }

    private static void unpack(Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(archive()))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, target);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target)
            throws IOException {
        var file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("The archive points outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, file);
            boolean isProgram = (entry.getMode() & EXECUTABLE) != 0;
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(isProgram ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static void publish(Path fresh, Path home) throws IOException {
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException unpackedByAnother) {
            Directories.delete(fresh);
        }
    }

    /** The command line of one program, run as a user PostgreSQL accepts. */
    ProcessBuilder command(String program, String... arguments) {
        var command = new ArrayList<>(asUser);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Messages in English, whatever the machine's language: one of them is read.
        builder.environment().put("LC_ALL", "C");
        builder.environment().remove("PGDATA");
        return builder;
    }
}
