package dev.automat.dashboard.gateway;

import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One route per service: {@code /api/metrics/feed} is {@code /feed} of the metrics collector. */
@Configuration(proxyBeanMethods = false)
class UpstreamRoutes {

    private static final int PREFIX_SEGMENTS = 2;

    @Bean
    RouteLocator upstreamRouteLocator(RouteLocatorBuilder builder, Upstreams upstreams) {
        var routes = builder.routes();
        upstreams.all().forEach(upstream -> add(routes, upstream));
        return routes.build();
    }

    private static void add(RouteLocatorBuilder.Builder routes, Upstream upstream) {
        routes.route(
                upstream.name(),
                route ->
                        route.path("/api/" + upstream.name() + "/**")
                                .filters(filters ->
                                        filters.stripPrefix(PREFIX_SEGMENTS)
                                                .filter(new UpstreamDownFilter(upstream)))
                                .uri(upstream.url()));
    }
}
