package dev.automat.dashboard.live;

import dev.automat.dashboard.gateway.Upstream;
import dev.automat.dashboard.gateway.Upstreams;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

/** Puts the stream's sources together. */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

    private static final int MAILBOX_CAPACITY = 512;
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    @Bean
    LiveHub liveHub(
            WebClient.Builder builder,
            Upstreams upstreams,
            SuiteProperties suite,
            JsonMapper json) {
        var http =
                HttpClient.create()
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
        var client = builder.clientConnector(new ReactorClientHttpConnector(http));
        var sources = new ArrayList<Flux<LiveEvent>>();
        for (var upstream : upstreams.all()) {
            sources.add(new UpstreamFeed(client(client, upstream), channel(upstream)).events());
        }
        sources.add(
                new SuiteHealth(suite.instances(), client.clone().build(), Clock.systemUTC())
                        .states()
                        .map(healths -> suiteEvent(healths, upstreams.all(), json)));
        return new LiveHub(sources, MAILBOX_CAPACITY);
    }

    private static WebClient client(WebClient.Builder builder, Upstream upstream) {
        return builder.clone().baseUrl(upstream.url().toString()).build();
    }

    private static UpstreamFeed.Channel channel(Upstream upstream) {
        return Arrays.stream(UpstreamFeed.Channel.values())
                .filter(channel -> channel.upstream().equals(upstream.name()))
                .findFirst()
                .orElseThrow();
    }

    private static LiveEvent suiteEvent(
            List<InstanceHealth> healths, List<Upstream> upstreams, JsonMapper json) {
        var states = healths.stream().map(health -> state(health, upstreams)).toList();
        return new LiveEvent("suite", json.writeValueAsString(states));
    }

    /** One instance on the wire; {@code upstream} where the page's calls for it go to. */
    private record State(
            String name,
            @Nullable String upstream,
            URI url,
            String status,
            String since,
            String detail) {}

    private static State state(InstanceHealth health, List<Upstream> upstreams) {
        var instance = health.instance();
        var upstream =
                upstreams.stream()
                        .filter(candidate -> sameListener(candidate.url(), instance.url()))
                        .map(Upstream::name)
                        .findFirst()
                        .orElse(null);
        return new State(
                instance.name(),
                upstream,
                instance.browserUrl(),
                switch (health.status()) {
                    case UP -> "up";
                    case DOWN -> "down";
                },
                health.since().toString(),
                health.detail());
    }

    private static boolean sameListener(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getAuthority().equals(other.getAuthority());
    }
}
