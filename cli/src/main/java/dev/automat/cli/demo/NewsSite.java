package dev.automat.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * A news site that serves an empty page and lets the reader's browser draw the headlines.
 *
 * <p>Whoever reads it without running its script finds nothing.
 */
final class NewsSite implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern STORY = Pattern.compile("/story/(\\d{1,12})");
    private static final String HTML = "text/html; charset=utf-8";
    private static final int BACKLOG = 16;

    private final String name;
    private final String page;
    private final Headlines headlines;
    private final HttpServer server;

    /**
     * Opens a site on the loopback address.
     *
     * @param name its title
     * @param pageResource its front page, a resource beside this class
     * @param port where it listens; 0 picks a free port
     */
    NewsSite(String name, String pageResource, int port, Headlines headlines) throws IOException {
        this.name = name;
        this.page = resource(pageResource);
        this.headlines = headlines;
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.server = HttpServer.create(address, BACKLOG);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private static String resource(String resource) throws IOException {
        try (InputStream stream = NewsSite.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException(resource + " is not in the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var story = STORY.matcher(path);
            if (path.equals("/")) {
                send(exchange, 200, HTML, page);
            } else if (path.equals("/headlines.json")) {
                var json = JSON.writeValueAsString(headlines.latest());
                send(exchange, 200, "application/json", json);
            } else if (story.matches()) {
                send(exchange, 200, HTML, article(Long.parseLong(story.group(1))));
            } else {
                send(exchange, 404, HTML, "<!doctype html><title>Not here</title><p>Not here.</p>");
            }
        }
    }

    private String article(long minute) {
        var title = headlines.of(minute).title();
        return """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>%s · %s</title></head>
        <body>
        <h1>%s</h1>
        <p>Our reporter, an oven timer, was there and rang. Nobody was hurt; seconds were served.</p>
        <p><a href="/">%s</a></p>
        </body>
        </html>
        """
                .formatted(title, name, title, name);
    }

    private static void send(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        boolean hasBody = !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
