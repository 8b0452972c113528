package dev.automat.dashboard.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;

/**
 * Everything the page loads, read once at the start: our own files, those that pages share, and the
 * few we use of the libraries' jars. They lie under one path that carries a hash of them all, so
 * relative imports stay inside one version, and a browser may keep them for ever.
 */
final class Assets {

    private static final String OWN = "classpath:/static/**/*.*";

    /** What pages of several services load. */
    private static final String SHARED = "classpath*:/META-INF/resources/automat/*.*";

    private static final Map<String, MediaType> TYPES =
            Map.of(
                    "js", new MediaType("text", "javascript", StandardCharsets.UTF_8),
                    "css", new MediaType("text", "css", StandardCharsets.UTF_8),
                    "svg", new MediaType("image", "svg+xml", StandardCharsets.UTF_8));

    private final SortedMap<String, Asset> assets = new TreeMap<>();
    private final String version;

    private Assets(SortedMap<String, byte[]> files) {
        files.forEach((path, bytes) -> assets.put(path, new Asset(type(path), bytes)));
        version = hash(files);
    }

    /**
     * Reads them all.
     *
     * @throws UncheckedIOException when one is not there
     */
    static Assets read() {
        var files = new TreeMap<String, byte[]>();
        try {
            files.putAll(filesBelow("/static/", OWN));
            files.putAll(filesBelow("/META-INF/resources/", SHARED));
            for (var library : Library.ALL) {
                files.putAll(filesOf(library));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Assets(files);
    }

    private static Map<String, byte[]> filesBelow(String folder, String pattern)
            throws IOException {
        var files = new HashMap<String, byte[]>();
        for (var file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
            var url = file.getURL().toString();
            files.put(
                    url.substring(url.lastIndexOf(folder) + folder.length()),
                    file.getContentAsByteArray());
        }
        return files;
    }

    private static Map<String, byte[]> filesOf(Library library) throws IOException {
        var root = library.root();
        var files = new HashMap<String, byte[]>();
        for (var file : library.files().entrySet()) {
            var bytes = new ClassPathResource(root + file.getKey()).getContentAsByteArray();
            files.put("lib/" + file.getValue(), Library.withoutSourceMap(bytes));
        }
        return files;
    }

    private static String hash(SortedMap<String, byte[]> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach((path, bytes) -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MediaType type(String path) {
        var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("No media type for " + path);
        }
        return type;
    }

    @Nullable Asset find(String path) {
        return assets.get(path);
    }

    Iterable<String> paths() {
        return assets.keySet();
    }

    String version() {
        return version;
    }

    /** Where a file lies in this version. */
    String url(String path) {
        return "/assets/" + version + "/" + path;
    }
}
