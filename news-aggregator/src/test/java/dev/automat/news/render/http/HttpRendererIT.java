package dev.automat.news.render.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.news.render.AddressGuard;
import dev.automat.news.render.LoopbackSite;
import dev.automat.news.render.RenderFailure;
import dev.automat.news.render.RenderProperties;
import dev.automat.news.render.Renderer;
import dev.automat.news.render.RendererContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

class HttpRendererIT extends RendererContract {

    @Override
    protected Renderer renderer(RenderProperties properties) {
        return new HttpRenderer(new AddressGuard(properties), properties);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html; charset=windows-1251, windows-1251, ''",
        "text/html; charset=x-no-such, windows-1251, <meta charset='windows-1251'>",
        "text/html, windows-1251, \"<meta http-equiv='x' content='text/html; charset=windows-1251'>\"",
        "text/html, UTF-8, ''",
        "text/html; charset=windows-1251, UTF-16, ''"
    })
    void readsWhatThePageIsWrittenIn(String contentType, String charset, String meta) {
        var html = meta + "<h1>Щи</h1>";
        site.on(
                "/",
                LoopbackSite.answer(200, contentType, html.getBytes(Charset.forName(charset))));

        StepVerifier.create(render(site.url("/")))
                .assertNext(page -> assertThat(page.html()).endsWith("<h1>Щи</h1>"))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void readsOldPagesThatDeclareNothing() {
        var bytes = "<h1>Käse</h1>".getBytes(StandardCharsets.ISO_8859_1);
        site.on("/", LoopbackSite.answer(200, "text/html", bytes));

        StepVerifier.create(render(site.url("/")))
                .assertNext(page -> assertThat(page.html()).isEqualTo("<h1>Käse</h1>"))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void cutsAnEndlessBodyOff() {
        site.on(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, 0);
                    var chunk = new byte[16 * 1024];
                    while (true) {
                        exchange.getResponseBody().write(chunk);
                    }
                });

        expectFailure(site.url("/"), RenderFailure.TOO_LARGE, "1024 KiB");
    }

    @Test
    void countsWhatACompressedPageBecomes() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[32 * 1024 * 1024]);
        }
        site.on(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    LoopbackSite.answer(200, "text/html", bomb.toByteArray()).write(exchange);
                });

        expectFailure(site.url("/"), RenderFailure.TOO_LARGE, "KiB");
    }

    @Test
    void refusesWhatIsNoPage() {
        site.on("/", LoopbackSite.answer(200, "image/png", "no page"));

        expectFailure(site.url("/"), RenderFailure.CONTENT_TYPE, "no page");
    }

    @Test
    void doesNotFollowARedirectToAnotherScheme() {
        site.redirect("/", "file:///etc/passwd");

        expectFailure(site.url("/"), RenderFailure.ADDRESS_BLOCKED, "no http");
    }

    @Test
    void reportsAConnectionThatBreaks() {
        site.on("/", exchange -> exchange.close());

        expectFailure(site.url("/"), RenderFailure.UNREACHABLE, "No answer");
    }
}
