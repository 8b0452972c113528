package dev.automat.patron.hit;

import dev.automat.patron.patron.ElapsedLog;
import dev.automat.patron.patron.PatronRepository;
import dev.automat.patron.patron.PatronsAtHand;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;
import reactor.netty.NettyPipeline;

/** Puts the short ways before WebFlux, unless they would get past a filter. */
@Configuration(proxyBeanMethods = false)
class HitConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(HitConfiguration.class);

    /**
     * Requests of one connection that may wait for their answers at once. Netty's codec closes a
     * connection that sends more; its own bound of 128 cuts off clients that mean no harm.
     */
    private static final int MOST_PIPELINED = 1_024;

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> pipelinedRequests() {
        return factory ->
                factory.addServerCustomizers(server -> server.maxPipelineDepth(MOST_PIPELINED));
    }

    @Bean
    HitMeters hitMeters(MeterRegistry meters) {
        return new HitMeters(meters);
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> hitsInThePipeline(
            PatronsAtHand patrons,
            HitMeters meters,
            ElapsedLog elapsed,
            ObjectProvider<WebFilter> filters) {
        return factory -> {
            if (mustPass(filters)) {
                LOG.info("There are filters, so every request takes the way through them");
                return;
            }
            factory.addServerCustomizers(server ->
                    server.doOnChannelInit((_, channel, _) ->
                            add(channel, new HitHandler(patrons, meters, elapsed))));
        };
    }

    @Bean
    WebHttpHandlerBuilderCustomizer readsBeforeTheDispatch(
            PatronRepository patrons,
            HitMeters meters,
            ElapsedLog elapsed,
            ObjectProvider<WebFilter> filters) {
        return builder -> {
            if (!mustPass(filters)) {
                builder.httpHandlerDecorator(
                        dispatch -> new ReadHandler(dispatch, patrons, meters, elapsed));
            }
        };
    }

    /** What a filter asks of a request, a token above all, it must ask of every request. */
    private static boolean mustPass(ObjectProvider<WebFilter> filters) {
        return filters.stream().findAny().isPresent();
    }

    /** Other protocols than plain HTTP/1.1 have no such codec; WebFlux answers them alone. */
    private static void add(Channel channel, HitHandler handler) {
        if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
            channel.pipeline().addAfter(NettyPipeline.HttpCodec, "patron-hits", handler);
        }
    }
}
