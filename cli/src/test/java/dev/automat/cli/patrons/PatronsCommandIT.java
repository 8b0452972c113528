package dev.automat.cli.patrons;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.automat.cli.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatronsCommandIT {

    private static final String LINES =
            """
            {"id":1,"name":"Carol","fav_dish":"Soup"}
            {"id":2,"name":"Dave","fav_dish":"Ramen"}
            """;

    private final CommandRun command = new CommandRun();
    private final List<String> received = new ArrayList<>();
    private HttpServer service;
    private int status = 200;
    private String answer = LINES;
    private int missingBytes;

    @TempDir private Path folder;

    @BeforeEach
    void startAService() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/patron", this::answer);
        service.start();
    }

    @AfterEach
    void stopTheService() {
        service.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(
                    exchange.getRequestHeaders().getFirst("Content-Type")
                            + " "
                            + new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length + missingBytes);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
        }
    }

    @Test
    void exportsIntoAFile() throws IOException {
        var file = folder.resolve("patrons.ndjson");

        assertThat(run("export", file.toString())).isZero();

        assertThat(file).hasContent(LINES);
        assertThat(command.err()).contains("2 patrons exported");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void leavesTheOldFileWhenAnExportIsCutOff() throws IOException {
        var file = Files.writeString(folder.resolve("patrons.ndjson"), "old");
        missingBytes = 10;

        assertThat(run("export", file.toString())).isEqualTo(1);

        assertThat(file).hasContent("old");
        assertThat(command.err()).contains("not complete");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void importsAFileAndNamesLinesThatFailed() throws IOException {
        var file = Files.writeString(folder.resolve("patrons.ndjson"), LINES);
        answer =
                "{\"msg\":\"bad\",\"imported\":1,\"failed\":1,\"errors\":[{\"line\":2,\"errors\":"
                        + "[{\"field\":\"name\",\"message\":\"must be\\u001b a string\"}]}]}";

        assertThat(run("import", file.toString())).isEqualTo(1);

        assertThat(received).containsExactly("application/x-ndjson " + LINES);
        assertThat(command.out()).isEqualToIgnoringNewLines("1 patrons imported, 1 lines failed");
        assertThat(command.err()).contains("line 2: name must be\\x1b a string");
    }

    @Test
    void saysHowFarAnImportCame() throws IOException {
        var file = Files.writeString(folder.resolve("patrons.ndjson"), LINES);
        status = 503;
        answer = "{\"detail\":\"The database does not answer\",\"imported\":1000}";

        assertThat(run("import", file.toString())).isEqualTo(1);

        assertThat(command.err())
                .contains("503 The database does not answer; 1,000 patrons are imported");
    }

    @Test
    void saysThatNobodyAnswers() {
        service.stop(0);

        assertThat(run("export")).isEqualTo(1);

        assertThat(command.err()).contains("does not answer");
    }

    private int run(String name, String... arguments) {
        var all = new ArrayList<>(List.of(name, "--url", url()));
        all.addAll(List.of(arguments));
        return command.execute(new PatronsCommand(), all);
    }

    private String url() {
        return "http://127.0.0.1:" + service.getAddress().getPort();
    }
}
