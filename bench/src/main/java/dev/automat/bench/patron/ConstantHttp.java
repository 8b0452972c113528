package dev.automat.bench.patron;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

/** Reactor Netty, and the same bytes for every request. */
final class ConstantHttp {

    static final byte[] BODY =
            "{\"id\":37,\"name\":\"Carol\",\"fav_dish\":\"SPAM Bruschetta\"}"
                    .getBytes(StandardCharsets.UTF_8);

    private ConstantHttp() {}

    /**
     * Serves until killed.
     *
     * @param arguments the port
     */
    public static void main(String[] arguments) throws InterruptedException {
        var _ =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(Integer.parseInt(arguments[0]))
                        .handle((_, response) ->
                                response.header("Content-Type", "application/json")
                                        .header("Content-Length", Integer.toString(BODY.length))
                                        .sendObject(
                                                Mono.fromSupplier(
                                                        () -> Unpooled.wrappedBuffer(BODY))))
                        .bindNow();
        Thread.currentThread().join();
    }
}
