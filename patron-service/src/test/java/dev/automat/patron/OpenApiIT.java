package dev.automat.patron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description says what is, and its examples are true. */
class OpenApiIT {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private static final PatronInstance SERVICE = SharedInstances.first();
    private static final JsonNode API = JsonBodies.read(SERVICE.get("/openapi").body());

    @Test
    void isOpenApi31AndHasAPage() {
        assertThat(API.path("openapi").asString()).startsWith("3.1.");
        assertThat(SERVICE.get("/docs").status()).isEqualTo(302);
        var page = SERVICE.get(SERVICE.get("/docs").header("Location"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("swagger-ui");
    }

    @Test
    void describesEveryPathThatThereIsAndNoOther() {
        var mapped = new TreeSet<String>();
        SERVICE.part("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> {
                    if (isOurs(handler.getBeanType())) {
                        mapped.addAll(calls(mapping));
                    }
                });

        var described = new TreeSet<String>();
        operations()
                .forEach(it ->
                        described.add(it.method().toUpperCase(Locale.ROOT) + " " + it.path()));

        assertThat(described).isEqualTo(mapped);
    }

    private static List<String> calls(RequestMappingInfo mapping) {
        return mapping.getPatternsCondition().getPatterns().stream()
                .flatMap(path ->
                        mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + path))
                .toList();
    }

    private static boolean isOurs(Class<?> controller) {
        return controller.getPackageName().startsWith("dev.automat");
    }

    @TestFactory
    Stream<DynamicTest> answersAsItsExamplesSay() {
        var examples = operations().flatMap(OpenApiIT::examples).toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(14);
        return examples.stream().map(it -> dynamicTest(it.title(), () -> check(it)));
    }

    private record Operation(String method, String path, JsonNode description) {}

    /** An example of an answer. */
    private record Example(
            Operation operation, String status, String mediaType, String name, JsonNode value) {

        String title() {
            return operation.method() + " " + operation.path() + " " + status + " " + name;
        }
    }

    private static Stream<Operation> operations() {
        return API.path("paths")
                .propertyStream()
                .flatMap(path ->
                        path.getValue()
                                .propertyStream()
                                .filter(method -> METHODS.contains(method.getKey()))
                                .map(method ->
                                        new Operation(
                                                method.getKey(),
                                                path.getKey(),
                                                method.getValue())));
    }

    private static Stream<Example> examples(Operation operation) {
        var examples = new ArrayList<Example>();
        for (var response : operation.description().path("responses").properties()) {
            for (var content : response.getValue().path("content").properties()) {
                for (var example : content.getValue().path("examples").properties()) {
                    examples.add(
                            new Example(
                                    operation,
                                    response.getKey(),
                                    content.getKey(),
                                    example.getKey(),
                                    example.getValue().path("value")));
                }
            }
        }
        return examples.stream();
    }

    private static void check(Example example) {
        givenCarolIsPatron37();
        var path = new StringBuilder(example.operation().path());
        var query = new StringBuilder();
        var headers = new ArrayList<>(List.of("Cache-Control", "no-cache"));
        for (var parameter : parameters(example.operation())) {
            var value = value(parameter, example.name());
            if (value != null) {
                place(parameter, value, path, query, headers);
            }
        }
        var body = body(example, headers);

        var reply =
                SERVICE.send(
                        example.operation().method().toUpperCase(Locale.ROOT),
                        path.toString() + query,
                        body,
                        headers.toArray(String[]::new));

        assertThat(reply.status()).as(reply.body()).isEqualTo(Integer.parseInt(example.status()));
        assertThat(reply.header("Content-Type")).isEqualTo(example.mediaType());
        assertThat(JsonBodies.read(reply.body())).isEqualTo(example.value());
    }

    private static void givenCarolIsPatron37() {
        SharedInstances.database()
                .execute(
                        "TRUNCATE patron, patron_idempotency",
                        "INSERT INTO patron VALUES (37, 'Carol', 'SPAM Bruschetta')",
                        "SELECT setval(pg_get_serial_sequence('patron', 'id'), 37)");
    }

    /** Ids that other tests make must be new to the caches and to the log. */
    @AfterAll
    static void leaveTheIdsBehind() {
        SharedInstances.database()
                .execute("SELECT setval(pg_get_serial_sequence('patron', 'id'), 1000000)");
    }

    private static List<JsonNode> parameters(Operation operation) {
        var shared = API.path("paths").path(operation.path()).path("parameters");
        return Stream.concat(
                        shared.valueStream(),
                        operation.description().path("parameters").valueStream())
                .map(OpenApiIT::resolved)
                .toList();
    }

    private static JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : API.at(reference.substring(1));
    }

    private static @Nullable String value(JsonNode parameter, String name) {
        var value = parameter.path("examples").path(name).path("value");
        return value.isMissingNode() ? null : value.asString();
    }

    private static void place(
            JsonNode parameter,
            String value,
            StringBuilder path,
            StringBuilder query,
            List<String> headers) {
        var name = parameter.path("name").asString();
        switch (parameter.path("in").asString()) {
            case "path" -> {
                var at = path.indexOf("{" + name + "}");
                path.replace(at, at + name.length() + 2, value);
            }
            case "query" ->
                    query.append(query.isEmpty() ? '?' : '&')
                            .append(name)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            default -> headers.addAll(List.of(name, value));
        }
    }

    private static @Nullable String body(Example example, List<String> headers) {
        var contents = example.operation().description().path("requestBody").path("content");
        for (Map.Entry<String, JsonNode> content : contents.properties()) {
            var value = content.getValue().path("examples").path(example.name()).path("value");
            if (!value.isMissingNode()) {
                headers.addAll(List.of("Content-Type", content.getKey()));
                return value.toString();
            }
        }
        return null;
    }
}
