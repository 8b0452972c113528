package dev.automat.patron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.test.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/** One instance of the complete service in this JVM, on a port of its own, asked over HTTP. */
public final class PatronInstance implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String JSON = "application/json";
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    private final ConfigurableApplicationContext context;

    private PatronInstance(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts an instance.
     *
     * @param properties further properties, as {@code name=value}
     */
    public static PatronInstance start(PatronDatabase database, String... properties) {
        return start(database, _ -> {}, properties);
    }

    /** Starts an instance whose context somebody prepares. */
    public static PatronInstance start(
            PatronDatabase database,
            ApplicationContextInitializer<ConfigurableApplicationContext> preparation,
            String... properties) {
        var all = new ArrayList<>(database.properties());
        all.add("server.port=0");
        all.add("automat.reporter.enabled=false");
        all.addAll(List.of(properties));
        var arguments = lastOfEachName(all).stream().map("--"::concat).toArray(String[]::new);
        return new PatronInstance(
                new SpringApplicationBuilder(PatronService.class, OwnResources.class)
                        .initializers(preparation)
                        .run(arguments));
    }

    /** Of a name that comes twice on a command line, Boot would make a list. */
    private static Collection<String> lastOfEachName(List<String> properties) {
        var byName = new LinkedHashMap<String, String>();
        properties.forEach(it -> byName.put(it.substring(0, it.indexOf('=')), it));
        return byName.values();
    }

    /** Waits until this instance answers from its cache. */
    public PatronInstance awaitLive() {
        Eventually.eventually(
                () -> assertThat(get("/cache").body()).startsWith("{\"state\":\"live\""));
        return this;
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Reply post(String path, String json, String... headers) {
        return send("POST", path, json, withJson(headers));
    }

    public Reply put(String path, String json, String... headers) {
        return send("PUT", path, json, withJson(headers));
    }

    public Reply patch(String path, String json, String... headers) {
        return send("PATCH", path, json, withJson(headers));
    }

    public Reply delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** Creates a patron and says its id. */
    public long create(String name, String favDish) {
        var body = JsonBodies.write(Map.of("name", name, "fav_dish", favDish));
        return JsonBodies.read(post("/patron", body).body()).path("id").longValue();
    }

    private static String[] withJson(String... headers) {
        var all = new ArrayList<>(List.of("Content-Type", JSON));
        all.addAll(List.of(headers));
        return all.toArray(String[]::new);
    }

    /** Sends one request; headers are names and values in turns, a null body is none. */
    public Reply send(String method, String path, @Nullable String body, String... headers) {
        return exchange(request(path, headers).method(method, publisher(body)).build());
    }

    private static HttpRequest.BodyPublisher publisher(@Nullable String body) {
        return body == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(body, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static Reply exchange(HttpRequest request) {
        try {
            return new Reply(HTTP.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** A part of the running instance. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** A part of the running instance of which there are several. */
    public <T> T part(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Event loops of its own: an instance that ends would shut down those of all. */
    @TestConfiguration(proxyBeanMethods = false)
    static class OwnResources {

        @Bean
        ReactorResourceFactory reactorResourceFactory() {
            var resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        }
    }

    /** What came back. */
    public record Reply(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        /** The header's value; empty when there is none. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }
}
