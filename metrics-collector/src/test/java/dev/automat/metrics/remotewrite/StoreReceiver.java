package dev.automat.metrics.remotewrite;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A store that takes remote writes and keeps what it answered with 200. Both Snappy and the
 * messages are read by other code than they are written with.
 */
final class StoreReceiver implements AutoCloseable {

    private static final long STALE = 0x7ff0000000000002L;

    private final HttpServer server;
    private final Deque<Integer> answers = new ConcurrentLinkedDeque<>();
    private final Map<String, List<String>> series = new LinkedHashMap<>();
    private final List<String> headers = new ArrayList<>();
    private int requests;
    private long lastRequest = System.nanoTime();
    private Duration pause = Duration.ZERO;
    private volatile int wish;
    private volatile int usualAnswer = 200;

    StoreReceiver() {
        try {
            var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            server = HttpServer.create(loopback, 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v1/write", this::receive);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Answers the next requests with these. */
    void answer(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** Asks for a pause, in seconds, with every answer. */
    void askForPause(int seconds) {
        wish = seconds;
    }

    /** Between the last request and the one before. */
    synchronized Duration pause() {
        return pause;
    }

    /** Answers with this from now on. */
    void answerForNow(int status) {
        usualAnswer = status;
    }

    private void receive(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var next = answers.poll();
        int status = next == null ? usualAnswer : next;
        try (exchange) {
            synchronized (this) {
                requests++;
                long now = System.nanoTime();
                pause = Duration.ofNanos(now - lastRequest);
                lastRequest = now;
                exchange.getRequestHeaders().values().forEach(headers::addAll);
                if (status == 200) {
                    read(unsnapped(body));
                }
            }
            if (wish > 0) {
                exchange.getResponseHeaders().set("Retry-After", String.valueOf(wish));
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private static byte[] unsnapped(byte[] body) {
        var plain = Unpooled.buffer();
        new Snappy().decode(Unpooled.wrappedBuffer(body), plain);
        var bytes = new byte[plain.readableBytes()];
        plain.readBytes(bytes);
        return bytes;
    }

    private void read(byte[] request) throws InvalidProtocolBufferException {
        for (var one : UnknownFieldSet.parseFrom(request).getField(1).getLengthDelimitedList()) {
            var message = UnknownFieldSet.parseFrom(one);
            var labels = new ArrayList<String>();
            for (var label : message.getField(1).getLengthDelimitedList()) {
                var pair = UnknownFieldSet.parseFrom(label);
                labels.add(text(pair, 1) + "=" + text(pair, 2));
            }
            var name = "{" + String.join(", ", labels) + "}";
            var points = series.computeIfAbsent(name, _ -> new ArrayList<>());
            for (var point : message.getField(2).getLengthDelimitedList()) {
                var sample = UnknownFieldSet.parseFrom(point);
                long bits = sample.getField(1).getFixed64List().getFirst();
                var value = bits == STALE ? "stale" : String.valueOf(Double.longBitsToDouble(bits));
                points.add(sample.getField(2).getVarintList().getFirst() + " " + value);
            }
        }
    }

    private static String text(UnknownFieldSet message, int field) {
        var bytes = message.getField(field).getLengthDelimitedList().getFirst();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Points by labels. */
    synchronized Map<String, List<String>> series() {
        return new LinkedHashMap<>(series);
    }

    synchronized List<String> headers() {
        return List.copyOf(headers);
    }

    synchronized int requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
