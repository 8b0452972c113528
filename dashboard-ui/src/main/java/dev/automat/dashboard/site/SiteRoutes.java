package dev.automat.dashboard.site;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.HEAD;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The page at every view's path, and its assets. */
@Configuration(proxyBeanMethods = false)
class SiteRoutes {

    private static final List<String> VIEWS =
            List.of("/", "/apps", "/broker", "/patrons", "/news", "/alerts", "/system");

    /** Paths under which others answer, or nobody. */
    private static final List<String> NOT_OURS = List.of("/api/", "/assets/", "/actuator");

    private static final URI NO_SUCH_ASSET = URI.create("urn:problem-type:dashboard:no-such-asset");

    /** The coding, unless its quality is zero, which is a refusal. */
    private static final Pattern GZIP = Pattern.compile("(?i)(x-)?gzip(;q=(1.*|0\\.0*[1-9].*))?");

    /** A worker obeys its script's own policy: modules and calls of this origin, nothing else. */
    private static final String AS_WORKER =
            "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

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
            routes =
                    routes.andRoute(GET(view), request -> page(page, request, HttpStatus.OK))
                            .andRoute(HEAD(view), request -> page(page, request, HttpStatus.OK));
        }
        // A person gets the page, which says that there is nothing here; a program gets a problem.
        return routes.andRoute(
                GET("/{*path}").and(SiteRoutes::isAskedForByAPerson),
                request -> page(page, request, HttpStatus.NOT_FOUND));
    }

    private static boolean isAskedForByAPerson(ServerRequest request) {
        return NOT_OURS.stream().noneMatch(request.path()::startsWith)
                && request.headers().accept().stream()
                        .anyMatch(type -> type.equalsTypeAndSubtype(MediaType.TEXT_HTML));
    }

    private static Mono<ServerResponse> asset(Assets assets, ServerRequest request) {
        var asset = assets.find(request.pathVariable("path").substring(1));
        // Another version's files must not mix with ours: a tab that old reloads itself.
        if (asset == null || !request.pathVariable("version").equals(assets.version())) {
            return noSuchAsset();
        }
        return send(
                asset,
                request,
                ServerResponse.ok()
                        .cacheControl(FOR_EVER)
                        .header("Content-Security-Policy", AS_WORKER));
    }

    private static Mono<ServerResponse> noSuchAsset() {
        var problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.NOT_FOUND, "This version of the page has no such file");
        problem.setType(NO_SUCH_ASSET);
        return ServerResponse.status(HttpStatus.NOT_FOUND)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(problem);
    }

    private static Mono<ServerResponse> page(Page page, ServerRequest request, HttpStatus status) {
        if (request.headers().header(HttpHeaders.IF_NONE_MATCH).contains(page.etag())) {
            return described(ServerResponse.status(HttpStatus.NOT_MODIFIED), page).build();
        }
        return send(page.html(), request, described(ServerResponse.status(status), page));
    }

    /** The same with a page and with word that it has not changed, whose headers replace it. */
    private static ServerResponse.BodyBuilder described(
            ServerResponse.BodyBuilder response, Page page) {
        return response.cacheControl(CacheControl.noCache())
                .eTag(page.etag())
                .header("Content-Security-Policy", page.contentSecurityPolicy());
    }

    private static Mono<ServerResponse> send(
            Asset asset, ServerRequest request, ServerResponse.BodyBuilder response) {
        var typed =
                response.contentType(asset.type())
                        .varyBy(HttpHeaders.ACCEPT_ENCODING)
                        .header("Cross-Origin-Resource-Policy", "same-origin");
        return acceptsGzip(request)
                ? typed.header(HttpHeaders.CONTENT_ENCODING, "gzip").bodyValue(asset.gzipped())
                : typed.bodyValue(asset.plain());
    }

    private static boolean acceptsGzip(ServerRequest request) {
        return request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(codings -> Arrays.stream(codings.split(",")))
                .map(coding -> coding.replace(" ", ""))
                .anyMatch(coding -> GZIP.matcher(coding).matches());
    }
}
