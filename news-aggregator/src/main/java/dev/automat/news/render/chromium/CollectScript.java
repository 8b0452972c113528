package dev.automat.news.render.chromium;

import dev.automat.news.render.RenderRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** The function that waits for headlines inside the page. */
record CollectScript(String function) {

    private static final List<String> ANY_LINKS = List.of("a[href]");

    static CollectScript load() {
        try {
            return new CollectScript(
                    new ClassPathResource("collect.js", CollectScript.class)
                            .getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call of the function, its arguments written as JSON, so that none can be code. */
    String expression(
            RenderRequest request, Duration patience, DataSize maxSize, JsonMapper mapper) {
        var selectors = request.awaited().isEmpty() ? ANY_LINKS : request.awaited();
        return "(%s)(%s, %d, %d, %d)"
                .formatted(
                        function.substring(function.indexOf("async")),
                        mapper.writeValueAsString(selectors),
                        request.minimum(),
                        patience.toMillis(),
                        maxSize.toBytes());
    }
}
