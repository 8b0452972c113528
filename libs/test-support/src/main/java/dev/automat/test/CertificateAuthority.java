package dev.automat.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of a test's own, whose certificates the JDK's keytool makes. They last two days. */
public final class CertificateAuthority {

    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    private final Path directory;
    private final Path store;

    /** Makes an authority that keeps its files in a directory. */
    public CertificateAuthority(Path directory) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        this.store = directory.resolve("keys.p12");
        generate(AUTHORITY, List.of("-ext", "bc:critical=ca:true"));
    }

    /** Its own certificate, in PEM. */
    public Path certificate() throws IOException, GeneralSecurityException {
        return write(AUTHORITY, keys());
    }

    /**
     * Issues a certificate and writes {@code NAME.crt} and {@code NAME.key} in PEM, the latter
     * readable by its owner alone.
     *
     * @param alternatives whom it is for, as keytool has it: {@code dns:localhost,ip:127.0.0.1}
     * @return the certificate; the key is beside it
     */
    public Path issue(String name, String alternatives)
            throws IOException, GeneralSecurityException, InterruptedException {
        generate(
                name,
                List.of("-signer", AUTHORITY, "-ext", "san=" + alternatives, "-ext", "eku=sa,ca"));
        var keys = keys();
        var key = Files.createFile(directory.resolve(name + ".key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        var bytes = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
        Files.writeString(key, pem("PRIVATE KEY", bytes));
        return write(name, keys);
    }

    private void generate(String name, List<String> options)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                name,
                                "-keyalg",
                                "EC",
                                "-validity",
                                "2",
                                "-dname",
                                "CN=" + name,
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString()));
        command.addAll(options);
        var process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private Path write(String name, KeyStore keys) throws IOException, GeneralSecurityException {
        var bytes = keys.getCertificate(name).getEncoded();
        return Files.writeString(directory.resolve(name + ".crt"), pem("CERTIFICATE", bytes));
    }

    private static String pem(String kind, byte[] bytes) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, lines, kind);
    }
}
