package dev.automat.bench.metrics;

import java.time.Duration;
import java.util.Collections;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;

/**
 * A feed as one would write it first: WebFlux, a Flux of records for each client, each event turned
 * into JSON for each of them. Whoever is slow loses events.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
final class FluxFeed {

    private static final int TICKS_PER_SECOND = 100;

    record Sample(String color, String timestamp, double cpu, double mem, long sent) {}

    /** Starts it; port and events per second as arguments. */
    public static void main(String[] arguments) {
        SpringApplication.run(
                FluxFeed.class,
                "--server.port=" + arguments[0],
                "--bench.rate=" + arguments[1],
                "--automat.reporter.enabled=false",
                // What else lies on the class path needs databases.
                "--spring.main.lazy-initialization=true");
    }

    @Bean
    RouterFunction<ServerResponse> feed(@Value("${bench.rate}") int rate) {
        int perTick = rate / TICKS_PER_SECOND;
        var samples =
                Flux.interval(Duration.ofMillis(1_000 / TICKS_PER_SECOND))
                        .onBackpressureDrop()
                        .concatMapIterable(tick -> Collections.nCopies(perTick, tick))
                        .map(tick ->
                                new Sample(
                                        "red",
                                        "2026-01-01T00:00:00.000000+00:00",
                                        12.5,
                                        48.2,
                                        System.nanoTime()))
                        .publish(1_024)
                        .autoConnect(0);
        return RouterFunctions.route()
                .GET(
                        "/feed",
                        _ ->
                                ServerResponse.ok()
                                        .contentType(MediaType.TEXT_EVENT_STREAM)
                                        .body(samples.onBackpressureDrop(), Sample.class))
                .build();
    }
}
