package dev.automat.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.automat.cli.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopCommandIT {

    private static final String CHANNELS =
            "[{\"name\":\"/topic/\\u001bnews\",\"kind\":\"topic\",\"subscribers\":3,\"waiting\":0,"
                    + "\"in\":9,\"out\":27,\"dropped\":4,\"inRate\":1234.4,\"outRate\":3703.2},"
                    + "{\"name\":\"/queue/work\",\"kind\":\"queue\",\"subscribers\":1}]";
    private static final String CONNECTIONS =
            "[{\"id\":7,\"peer\":\"/127.0.0.1:4711\",\"subscription\":\"/topic/news\","
                    + "\"pinnedBytes\":2048,\"in\":0,\"out\":27,\"paused\":false},"
                    + "{\"id\":8,\"peer\":\"/127.0.0.1:4712\",\"subscription\":null,"
                    + "\"pinnedBytes\":100,\"in\":9,\"out\":0,\"paused\":true}]";

    private final CommandRun command = new CommandRun();
    private HttpServer broker;

    @BeforeEach
    void startBroker() throws IOException {
        broker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broker.createContext("/api/channels", exchange -> answer(exchange, CHANNELS));
        broker.createContext("/api/connections", exchange -> answer(exchange, CONNECTIONS));
        broker.start();
    }

    @AfterEach
    void stopBroker() {
        broker.stop(0);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void showsChannelsAndConnections() {
        assertThat(run("--count=2", "--interval=10ms")).isZero();

        assertThat(command.out())
                .contains("2 channels, 2 connections, 2.1 KiB pinned")
                .containsPattern("/topic/\\\\x1bnews +topic +3 +1,234 +3,703 +0 +4\n")
                .containsPattern("/127.0.0.1:4711 +/topic/news +2.0 KiB +0 +27\n")
                .containsPattern("/127.0.0.1:4712 +- +100 B +9 +0 paused\n");
        assertThat(command.out().split("2 channels", -1)).hasSize(3);
    }

    @Test
    void showsNoMoreRowsThanAskedFor() {
        assertThat(run("--count=1", "--rows=1")).isZero();

        assertThat(command.out()).contains("news", "4711").doesNotContain("work", "4712");
    }

    @Test
    void saysThatNobodyAnswers() {
        broker.stop(0);

        assertThat(run("--count=1")).isEqualTo(1);

        assertThat(command.err()).contains("does not answer");
    }

    private int run(String... arguments) {
        return command.execute(new TopCommand(), withUrl(arguments));
    }

    private List<String> withUrl(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--url=http://127.0.0.1:" + broker.getAddress().getPort());
        return all;
    }
}
