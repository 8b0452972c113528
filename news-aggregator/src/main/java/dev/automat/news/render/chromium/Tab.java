package dev.automat.news.render.chromium;

import dev.automat.news.render.AddressGuard;
import dev.automat.news.render.Page;
import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import dev.automat.news.render.RenderRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One page in a browser context of its own, with nothing left of pages before it. Its methods wait,
 * so they are for threads that may.
 */
final class Tab implements AutoCloseable {

    private static final CollectScript COLLECT = CollectScript.load();

    /** What headlines need not, and frames, which hold advertisements. */
    private static final Set<String> UNWANTED = Set.of("Image", "Font", "Media", "Ping");

    private static final int CLIENT_ERROR = 400;
    private static final int MAX_MOVES = 20;

    private final Browser browser;
    private final DevToolsPipe pipe;
    private final Deadline deadline;
    private final String context;
    private String target = "";
    private String session = "";
    private volatile String lastDocument = "";

    /** Opens an empty context. */
    Tab(Browser browser, Deadline deadline) {
        this.browser = browser;
        this.pipe = browser.pipe();
        this.deadline = deadline;
        this.context =
                onBrowser("Target.createBrowserContext", Map.of("disposeOnDetach", true))
                        .path("browserContextId")
                        .asString("");
    }

    /**
     * Loads the page and waits for its headlines.
     *
     * @param patience how long it may take to show them
     * @throws RenderFailedException when it does not load
     */
    Page render(RenderRequest request, Duration patience, DataSize maxSize, JsonMapper mapper) {
        prepare();
        var loaded = onPage("Page.navigate", Map.of("url", request.url().toASCIIString()));
        if (loaded.hasNonNull("errorText")) {
            throw notLoaded(request.url(), loaded.path("errorText").asString(""));
        }
        var expression = COLLECT.expression(request, deadline.atMost(patience), maxSize, mapper);
        return page(request.url(), collect(loaded.path("frameId").asString(target), expression));
    }

    private void prepare() {
        target =
                onBrowser(
                                "Target.createTarget",
                                Map.of("url", "about:blank", "browserContextId", context))
                        .path("targetId")
                        .asString("");
        session =
                onBrowser("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .path("sessionId")
                        .asString("");
        pipe.listen(session, this::hear);
        onBrowser(
                "Browser.setDownloadBehavior",
                Map.of("behavior", "deny", "browserContextId", context));
        onPage("Emulation.setUserAgentOverride", Map.of("userAgent", browser.userAgent()));
        onPage("Page.enable", Map.of());
        var patterns =
                List.of("Document", "Image", "Font", "Media", "Ping").stream()
                        .map(type -> Map.of("urlPattern", "*", "resourceType", type))
                        .toList();
        onPage("Fetch.enable", Map.of("patterns", patterns));
    }

    /** Runs on the pipe's reader: answers at once and waits for nothing. */
    private void hear(DevToolsEvent event) {
        switch (event.method()) {
            case "Fetch.requestPaused" -> decide(event.params());
            // A dialog would stop the page's scripts for good.
            case "Page.javascriptDialogOpening" ->
                    tell("Page.handleJavaScriptDialog", Map.of("accept", false));
            default -> {}
        }
    }

    private void decide(JsonNode request) {
        var id = request.path("requestId").asString("");
        var type = request.path("resourceType").asString("");
        boolean isOwnDocument =
                type.equals("Document") && request.path("frameId").asString("").equals(target);
        if (isOwnDocument) {
            lastDocument = request.path("request").path("url").asString("");
        }
        if (isOwnDocument || !(type.equals("Document") || UNWANTED.contains(type))) {
            tell("Fetch.continueRequest", Map.of("requestId", id));
        } else {
            tell("Fetch.failRequest", Map.of("requestId", id, "errorReason", "BlockedByClient"));
        }
    }

    /** A page that moves on while it is read takes the reader's world with it: read the next. */
    private JsonNode collect(String frame, String expression) {
        for (int move = 0; move < MAX_MOVES; move++) {
            try {
                var world = onPage("Page.createIsolatedWorld", Map.of("frameId", frame));
                var answer =
                        onPage(
                                "Runtime.evaluate",
                                Map.of(
                                        "expression",
                                        expression,
                                        "contextId",
                                        world.path("executionContextId").asLong(),
                                        "awaitPromise",
                                        true,
                                        "returnByValue",
                                        true));
                if (!answer.has("exceptionDetails")) {
                    return answer.path("result").path("value");
                }
            } catch (CommandFailedException e) {
                if (!isMovingOn(e)) {
                    throw e;
                }
            }
        }
        throw new RenderFailedException(
                RenderFailure.TOO_MANY_REDIRECTS, "The page never stops moving on");
    }

    private static boolean isMovingOn(CommandFailedException failure) {
        var message = String.valueOf(failure.getMessage());
        return message.contains("context")
                || message.contains("navigated")
                || message.contains("No frame");
    }

    private Page page(URI requested, JsonNode collected) {
        var url = collected.path("url").asString("");
        int status = collected.path("status").asInt(0);
        if (!url.startsWith("http")) {
            throw notLoaded(requested, "ended at " + url);
        }
        if (status >= CLIENT_ERROR && collected.path("found").asInt(0) == 0) {
            throw new RenderFailedException(
                    RenderFailure.STATUS, "The site answered HTTP " + status);
        }
        if (collected.path("isTooLong").asBoolean(false)) {
            throw new RenderFailedException(
                    RenderFailure.TOO_LARGE, "The rendered page is too long");
        }
        return new Page(uri(url, requested), collected.path("html").asString(""));
    }

    /** Browsers accept more as an address than {@link URI} does. */
    private static URI uri(String text, URI otherwise) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            return otherwise;
        }
    }

    /** The proxy knows better than the browser why a connection failed. */
    private RenderFailedException notLoaded(URI requested, String error) {
        var last = lastDocument.isEmpty() ? requested : uri(lastDocument, requested);
        var cause = browser.lastConnectionFailure(last.getHost(), AddressGuard.port(last));
        if (cause != null) {
            return new RenderFailedException(cause.failure(), cause.text(), cause);
        }
        return error.contains("TOO_MANY_REDIRECTS")
                ? new RenderFailedException(
                        RenderFailure.TOO_MANY_REDIRECTS, "The site redirects in circles")
                : error.contains("CERT") || error.contains("SSL")
                        ? new RenderFailedException(
                                RenderFailure.TLS, "No secure connection to " + last.getHost())
                        : new RenderFailedException(
                                RenderFailure.UNREACHABLE,
                                "Chromium could not load the page: " + error);
    }

    private JsonNode onBrowser(String method, Map<String, ?> params) {
        return deadline.await(pipe.send("", method, params));
    }

    private JsonNode onPage(String method, Map<String, ?> params) {
        return deadline.await(pipe.send(session, method, params));
    }

    private void tell(String method, Map<String, ?> params) {
        var _ = pipe.send(session, method, params);
    }

    /** Frees the page and all it opened; does not wait. */
    @Override
    public void close() {
        pipe.forget(session);
        var _ = pipe.send("", "Target.disposeBrowserContext", Map.of("browserContextId", context));
    }
}
