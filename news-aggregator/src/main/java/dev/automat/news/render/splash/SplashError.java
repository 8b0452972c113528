package dev.automat.news.render.splash;

import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Splash says when it could not render.
 *
 * @param type the error's name, for example {@code GlobalTimeoutError}
 * @param description what happened, for people
 * @param info details, whose fields depend on the type
 */
record SplashError(@Nullable String type, @Nullable String description, @Nullable Detail info) {

    private static final int MAX_TEXT = 200;

    /**
     * Details of a rendering error.
     *
     * @param type {@code Network}, {@code HTTP} or the name of an engine's error domain
     * @param code the number within the type
     * @param text what happened
     */
    record Detail(@Nullable String type, @Nullable Integer code, @Nullable String text) {}

    /** Reads an error's body, whatever it holds, and says it in this service's words. */
    static RenderFailedException failure(JsonMapper mapper, int status, String body) {
        try {
            return mapper.readValue(body, SplashError.class).failure(status);
        } catch (JacksonException e) {
            return new RenderFailedException(
                    RenderFailure.RENDERER_FAILED, "Splash answered HTTP " + status, e);
        }
    }

    private RenderFailedException failure(int status) {
        var text = info == null || info.text == null ? "" : info.text;
        if ("GlobalTimeoutError".equals(type)) {
            return failed(RenderFailure.TIMEOUT, "Splash ran out of time for the page");
        }
        if (!"RenderError".equals(type) || info == null) {
            var said = description == null ? "HTTP " + status : description;
            return failed(RenderFailure.RENDERER_FAILED, "Splash failed: " + said);
        }
        if ("HTTP".equals(info.type)) {
            return failed(RenderFailure.STATUS, "The site answered HTTP " + info.code);
        }
        return failed(networkFailure(text), "Splash could not load the page: " + text);
    }

    private static RenderFailure networkFailure(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("refused")) {
            return RenderFailure.REFUSED;
        }
        if (lower.contains("host") && lower.contains("not found")) {
            return RenderFailure.DNS;
        }
        return lower.contains("redirect")
                ? RenderFailure.TOO_MANY_REDIRECTS
                : RenderFailure.UNREACHABLE;
    }

    private static RenderFailedException failed(RenderFailure failure, String text) {
        return new RenderFailedException(
                failure, text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text);
    }
}
