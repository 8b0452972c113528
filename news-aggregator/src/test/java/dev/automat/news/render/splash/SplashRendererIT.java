package dev.automat.news.render.splash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.news.render.AddressGuard;
import dev.automat.news.render.LoopbackSite;
import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import dev.automat.news.render.RenderProperties;
import dev.automat.news.render.RenderRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class SplashRendererIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final URI PAGE = URI.create("http://127.0.0.1:8070/news?a=1&b=2");

    private final LoopbackSite splash = new LoopbackSite();

    @AfterEach
    void close() {
        splash.close();
    }

    @Test
    void asksSplashForThePage() {
        splash.page("/render.html", "<h1>Щи</h1>");

        StepVerifier.create(renderer(splash.url("").toString()).render(request(PAGE)))
                .assertNext(page -> {
                    assertThat(page.html()).isEqualTo("<h1>Щи</h1>");
                    assertThat(page.url()).isEqualTo(PAGE);
                })
                .expectComplete()
                .verify(PATIENCE);
        assertThat(splash.requests())
                .containsExactly(
                        "/render.html?url=http%3A%2F%2F127.0.0.1%3A8070%2Fnews%3Fa%3D1%26b%3D2"
                                + "&timeout=60&wait=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    504 | {"error":504,"type":"GlobalTimeoutError","description":"Timeout exceeded rendering page","info":{"remaining":-0.06,"timeout":1.0}} | TIMEOUT
                    502 | {"error":502,"type":"RenderError","description":"Error rendering page","info":{"type":"Network","code":1,"text":"Connection refused","url":"http://a.example/"}} | REFUSED
                    502 | {"error":502,"type":"RenderError","description":"Error rendering page","info":{"type":"Network","code":3,"text":"Host a.example not found","url":"http://a.example/"}} | DNS
                    502 | {"error":502,"type":"RenderError","description":"Error rendering page","info":{"type":"HTTP","code":404,"text":"Not Found","url":"http://a.example/"}} | STATUS
                    400 | {"error":400,"type":"BadOption","description":"Incorrect HTTP API arguments","info":{"type":"argument_required","argument":"url","description":"Required argument is missing: url"}} | RENDERER_FAILED
                    500 | <h1>Oops</h1> | RENDERER_FAILED
                    502 | {"error":502,"type":"RenderError","info":null} | RENDERER_FAILED
                    """)
    void understandsWhatSplashReports(int status, String body, RenderFailure expected) {
        splash.on("/render.html", LoopbackSite.answer(status, "application/json", body));

        expectFailure(renderer(splash.url("").toString()), PAGE, expected);
    }

    @Test
    void doesNotAskSplashForABlockedAddress() {
        splash.page("/render.html", "secret");

        expectFailure(
                renderer(splash.url("").toString()),
                URI.create("http://127.0.0.1:8071/"),
                RenderFailure.ADDRESS_BLOCKED);
        assertThat(splash.requests()).isEmpty();
    }

    @Test
    void refusesAPageThatIsTooLong() {
        splash.page("/render.html", "long ".repeat(300_000));

        expectFailure(renderer(splash.url("").toString()), PAGE, RenderFailure.TOO_LARGE);
    }

    @Test
    void saysThatSplashIsGone() {
        var gone = splash.url("").toString();
        splash.close();

        expectFailure(renderer(gone), PAGE, RenderFailure.RENDERER_MISSING);
    }

    @Test
    void saysThatNoneIsConfigured() {
        assertThat(renderer("").isAvailable()).isFalse();
        expectFailure(renderer(""), PAGE, RenderFailure.RENDERER_MISSING);
    }

    private static void expectFailure(SplashRenderer renderer, URI url, RenderFailure expected) {
        StepVerifier.create(renderer.render(request(url)))
                .expectErrorSatisfies(error ->
                        assertThat(error)
                                .isInstanceOfSatisfying(
                                        RenderFailedException.class,
                                        failure ->
                                                assertThat(failure.failure())
                                                        .as(failure.text())
                                                        .isEqualTo(expected)))
                .verify(PATIENCE);
    }

    private static RenderRequest request(URI url) {
        return new RenderRequest(url, List.of("h1"), 1);
    }

    private static SplashRenderer renderer(String url) {
        var limits =
                new RenderProperties(
                        List.of("127.0.0.1:8070"),
                        "AutomatTest/1",
                        DataSize.ofMegabytes(1),
                        Duration.ofSeconds(2));
        return new SplashRenderer(
                new SplashProperties(url, Duration.ofSeconds(60), Duration.ofSeconds(1)),
                limits,
                new AddressGuard(limits),
                new JsonMapper());
    }
}
