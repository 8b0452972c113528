package dev.automat.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A service behind the dashboard: a real server on the loopback that can die and come back. */
public final class FakeUpstream implements AutoCloseable {

    private static final String CLOSE = "\0close";

    /** What it was asked. */
    public record Request(
            String method, String target, Map<String, List<String>> headers, String body) {

        /** The first value of a header, or null. */
        public @Nullable String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }
    }

    private record Answer(int status, Map<String, String> headers, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer server;
    private int port;

    /** Starts it on a free port. */
    public static FakeUpstream start() {
        var upstream = new FakeUpstream();
        upstream.listen();
        return upstream;
    }

    private void listen() {
        try {
            var listener =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
            listener.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            listener.createContext("/", this::serve);
            listener.start();
            port = listener.getAddress().getPort();
            server = listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its base URL. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Answers a path from now on; "STALL" as the body never ends the wait for an answer. */
    public void answer(String path, int status, Map<String, String> headers, String body) {
        answers.put(path, new Answer(status, headers, body));
    }

    /** What it was asked under this path, oldest first. */
    public List<Request> requests(String path) {
        return requests.stream().filter(request -> request.target().startsWith(path)).toList();
    }

    /** How many event streams are open. */
    public long openStreams() {
        return streams.stream().filter(stream -> stream.open).count();
    }

    /** How many event streams are open that were asked for with this query. */
    public long openStreams(String query) {
        return streams.stream().filter(stream -> stream.open && query.equals(stream.query)).count();
    }

    /** Sends text down every open event stream. */
    public void emit(String text) {
        streams.forEach(stream -> stream.waiting.add(text));
    }

    /** Dies: every connection breaks, the port refuses. */
    public void kill() {
        if (server != null) {
            server.stop(0);
            server = null;
            streams.forEach(stream -> stream.waiting.add(CLOSE));
            streams.clear();
        }
    }

    /** Comes back under the same port, if it was away. */
    public void revive() {
        if (server == null) {
            listen();
        }
    }

    /** Forgets what it was asked and what it was to answer. */
    public void reset() {
        answers.clear();
        requests.clear();
        revive();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                    new Request(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            Map.copyOf(exchange.getRequestHeaders()),
                            body));
            var answer = answers.get(exchange.getRequestURI().getPath());
            if (answer != null) {
                send(exchange, answer);
            } else if (isStream(exchange)) {
                stream(exchange);
            } else {
                send(exchange, new Answer(200, Map.of("Content-Type", "application/json"), "[]"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isStream(HttpExchange exchange) {
        var accept = exchange.getRequestHeaders().getFirst("Accept");
        return accept != null && accept.contains("text/event-stream");
    }

    private static void send(HttpExchange exchange, Answer answer)
            throws IOException, InterruptedException {
        if (answer.body().equals("STALL")) {
            TimeUnit.SECONDS.sleep(30);
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void stream(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        out.write(":open\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        var stream = new Stream(exchange.getRequestURI().getQuery());
        streams.add(stream);
        try {
            for (var text = stream.waiting.take();
                    !text.equals(CLOSE);
                    text = stream.waiting.take()) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } finally {
            stream.open = false;
        }
    }

    private static final class Stream {
        private final LinkedBlockingQueue<String> waiting = new LinkedBlockingQueue<>();
        private final @Nullable String query;
        private volatile boolean open = true;

        Stream(@Nullable String query) {
            this.query = query;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
