package dev.automat.metrics.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.FeedReader;
import dev.automat.test.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What the documentation says of keys, done as it stands there. */
class CurveFromPythonIT {

    private static final Path PAGE = Path.of("../docs/protocols.md");

    @Test
    void hearsTheDocumentedProgramWithDocumentedKeys() throws Exception {
        var python = Tools.pythonWithZmq();
        var collectorsKeys = keys(python);
        var appsKeys = keys(python);
        try (var collector = start(collectorsKeys, appsKeys);
                var feed = FeedReader.open(httpPort(collector));
                var _ = program(python, collector, collectorsKeys, appsKeys)) {
            assertThat(feed.readUntil("data: {\"color\": \"green\"")).contains("\"cpu\": 1.5");
        }
    }

    /** A pair of keys, each as Z85 and as hexadecimal digits. */
    private record Keys(String publicKey, String publicHex, String secretKey, String secretHex) {}

    private static Keys keys(Path python) throws IOException {
        var builder = new ProcessBuilder("sh", "-c", codeAfter("With keys from Python", "sh"));
        // The first python3 of a machine need not be the one that has pyzmq.
        builder.environment()
                .merge("PATH", python.getParent() + ":", (path, first) -> first + path);
        try (var out = builder.redirectErrorStream(true).start().inputReader(UTF_8)) {
            var words = out.readAllAsString().split("\\s+", -1);
            assertThat(words).hasSizeGreaterThanOrEqualTo(4);
            return new Keys(words[0], words[1], words[2], words[3]);
        }
    }

    /** A program that goes on until it is closed. */
    private record Program(Process process) implements AutoCloseable {

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static Program program(
            Path python, ConfigurableApplicationContext collector, Keys collectors, Keys own)
            throws IOException {
        var code = codeAfter("With keys from Python", "python");
        var builder = new ProcessBuilder(python.toString(), "-c", code).inheritIO();
        builder.environment()
                .putAll(
                        Map.of(
                                "COLLECTOR",
                                collector
                                        .getBean(IngestController.class)
                                        .ingest()
                                        .endpoints()
                                        .pull(),
                                "COLLECTOR_PUBLIC_KEY",
                                collectors.publicKey(),
                                "PUBLIC_KEY",
                                own.publicKey(),
                                "SECRET_KEY",
                                own.secretKey()));
        return new Program(builder.start());
    }

    private static String codeAfter(String words, String language) throws IOException {
        var page = Files.readString(PAGE);
        var code = Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL).matcher(page);
        assertThat(code.find(page.indexOf(words))).isTrue();
        return code.group(1);
    }

    private static ConfigurableApplicationContext start(Keys own, Keys app) {
        return CurveIT.start(
                "automat.metrics.pull.security.secret-key=" + own.secretHex(),
                "automat.metrics.pull.security.allowed-keys=" + app.publicHex());
    }

    private static int httpPort(ConfigurableApplicationContext collector) {
        var server = ((WebServerApplicationContext) collector).getWebServer();
        return server == null ? 0 : server.getPort();
    }
}
