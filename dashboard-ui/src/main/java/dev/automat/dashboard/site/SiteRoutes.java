package dev.automat.dashboard.site;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;

import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The page at every view's path, and its assets. */
@Configuration(proxyBeanMethods = false)
class SiteRoutes {

    private static final List<String> VIEWS =
            List.of("/", "/apps", "/broker", "/patrons", "/news", "/system");

    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    @Bean
    Assets assets() {
        return Assets.read();
    }

    @Bean
    SiteVersion siteVersion(Assets assets) {
        return new SiteVersion(assets.version());
    }

    @Bean
    RouterFunction<ServerResponse> site(Assets assets) {
        var page = new Page(assets);
        var routes =
                RouterFunctions.route(
                        GET("/assets/{version}/{*path}"), request -> asset(assets, request));
        for (var view : VIEWS) {
            routes = routes.andRoute(GET(view), request -> page(page, request));
        }
        return routes;
    }

    private static Mono<ServerResponse> asset(Assets assets, ServerRequest request) {
        var asset = assets.find(request.pathVariable("path").substring(1));
        // Another version's files must not mix with ours: a tab that old reloads itself.
        if (asset == null || !request.pathVariable("version").equals(assets.version())) {
            return ServerResponse.notFound().build();
        }
        return send(asset, request, ServerResponse.ok().cacheControl(FOR_EVER));
    }

    private static Mono<ServerResponse> page(Page page, ServerRequest request) {
        if (request.headers().header(HttpHeaders.IF_NONE_MATCH).contains(page.etag())) {
            return ServerResponse.status(HttpStatus.NOT_MODIFIED).eTag(page.etag()).build();
        }
        return send(
                page.html(),
                request,
                ServerResponse.ok()
                        .cacheControl(CacheControl.noCache())
                        .eTag(page.etag())
                        .header("Content-Security-Policy", page.contentSecurityPolicy()));
    }

    private static Mono<ServerResponse> send(
            Asset asset, ServerRequest request, ServerResponse.BodyBuilder response) {
        var typed =
                response.contentType(asset.type())
                        .varyBy(HttpHeaders.ACCEPT_ENCODING)
                        .header("Cross-Origin-Resource-Policy", "same-origin");
        var acceptsGzip =
                request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream()
                        .anyMatch(codings -> codings.contains("gzip"));
        return acceptsGzip
                ? typed.header(HttpHeaders.CONTENT_ENCODING, "gzip").bodyValue(asset.gzipped())
                : typed.bodyValue(asset.plain());
    }
}
