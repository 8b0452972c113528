package dev.automat.dashboard.gateway;

import static org.springframework.cloud.gateway.support.RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR;

import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

/** Two routes per service: {@code /api/metrics/feed} is {@code /feed} of the metrics collector. */
@Configuration(proxyBeanMethods = false)
class UpstreamRoutes {

    private static final int PREFIX_SEGMENTS = 2;
    private static final String ROWS = "(?i)application/x-ndjson\\b.*";

    @Bean
    RouteLocator upstreamRouteLocator(
            RouteLocatorBuilder builder, Upstreams upstreams, GatewayProperties limits) {
        var routes = builder.routes();
        for (var upstream : upstreams.all()) {
            addImport(routes, upstream, limits);
            addCall(routes, upstream, limits);
        }
        return routes.build();
    }

    /** Rows without end go through as they come, however long that takes. */
    private static void addImport(
            RouteLocatorBuilder.Builder routes, Upstream upstream, GatewayProperties limits) {
        routes.route(
                upstream.name() + "-import",
                route ->
                        route.path(pathsOf(upstream))
                                .and()
                                .header(HttpHeaders.CONTENT_TYPE, ROWS)
                                .filters(filters ->
                                        filters.stripPrefix(PREFIX_SEGMENTS)
                                                .filter(down(upstream, limits)))
                                .uri(upstream.url()));
    }

    private static void addCall(
            RouteLocatorBuilder.Builder routes, Upstream upstream, GatewayProperties limits) {
        routes.route(
                upstream.name(),
                route ->
                        route.path(pathsOf(upstream))
                                .filters(filters ->
                                        filters.stripPrefix(PREFIX_SEGMENTS)
                                                .filter(down(upstream, limits))
                                                .filter(
                                                        new BodyLimit(
                                                                limits.maxBodySize().toBytes())))
                                // Until the answer's head, so that streams may last.
                                .metadata(RESPONSE_TIMEOUT_ATTR, limits.patience().toMillis())
                                .uri(upstream.url()));
    }

    private static String pathsOf(Upstream upstream) {
        return "/api/" + upstream.name() + "/**";
    }

    private static UpstreamDownFilter down(Upstream upstream, GatewayProperties limits) {
        return new UpstreamDownFilter(upstream, limits.patience());
    }
}
