package dev.automat.news.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What every renderer that connects to sites by itself must do. */
public abstract class RendererContract {

    protected static final Duration PATIENCE = Duration.ofSeconds(90);
    protected static final DataSize LIMIT = DataSize.ofMegabytes(1);

    protected LoopbackSite site;

    /** Answers on the loopback too, and is not among the hosts allowed. */
    protected LoopbackSite hidden;

    /** A renderer that may reach the given hosts besides public ones. */
    protected abstract Renderer renderer(RenderProperties properties);

    /** The same, one that gives up within a few seconds. */
    protected Renderer impatientRenderer(RenderProperties properties) {
        return renderer(
                new RenderProperties(
                        properties.allowHosts(),
                        properties.userAgent(),
                        properties.maxPageSize(),
                        Duration.ofSeconds(2)));
    }

    @BeforeEach
    void openSites() {
        site = new LoopbackSite();
        hidden = new LoopbackSite().page("/", "<h1>secret</h1>");
    }

    @AfterEach
    void closeSites() {
        site.close();
        hidden.close();
    }

    @Test
    void bringsThePageAndWhereItWasFound() {
        site.page("/news", "<h1><a href='/1'>Käse &amp; Brot</a></h1>");
        site.redirect("/start", "/news");

        StepVerifier.create(render(site.url("/start")))
                .assertNext(page -> {
                    assertThat(page.url()).isEqualTo(site.url("/news"));
                    assertThat(page.html()).contains("Käse &amp; Brot");
                })
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void namesItselfToSites() {
        site.page("/", "<h1><a href='/1'>One</a></h1>");

        StepVerifier.create(render(site.url("/")))
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(site.userAgents()).allSatisfy(name -> assertThat(name).contains("AutomatTest"));
    }

    @Test
    void reportsTheSitesError() {
        site.on("/", LoopbackSite.answer(503, "text/html", "<h1>Sorry</h1>"));

        expectFailure(site.url("/"), RenderFailure.STATUS, "503");
    }

    @Test
    void reportsARefusedConnection() throws IOException {
        int freePort;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freePort = socket.getLocalPort();
        }
        var url = URI.create("http://127.0.0.1:" + freePort + "/");

        expectFailure(
                renderer(properties("127.0.0.1:" + freePort)),
                url,
                RenderFailure.REFUSED,
                "refuses");
    }

    @Test
    void reportsANameThatDoesNotResolve() {
        expectFailure(URI.create("http://nobody.invalid/"), RenderFailure.DNS, "nobody.invalid");
    }

    @Test
    void givesUpOnASilentSite() {
        site.silent("/");

        expectFailure(
                impatientRenderer(properties(site.hostPort())),
                site.url("/"),
                RenderFailure.TIMEOUT,
                "");
    }

    @Test
    void doesNotConnectToABlockedAddress() {
        expectFailure(hidden.url("/"), RenderFailure.ADDRESS_BLOCKED, "not public");
        assertThat(hidden.requests()).isEmpty();
    }

    @Test
    void doesNotFollowARedirectToABlockedAddress() {
        site.redirect("/", hidden.url("/").toString());

        expectFailure(site.url("/"), RenderFailure.ADDRESS_BLOCKED, hidden.hostPort());
        assertThat(hidden.requests()).isEmpty();
    }

    @Test
    void givesUpOnEndlessRedirects() {
        site.redirect("/", "/");

        expectFailure(site.url("/"), RenderFailure.TOO_MANY_REDIRECTS, "redirects");
    }

    @Test
    void refusesAPageThatIsTooLong() {
        site.page("/", "<h1><a href='/1'>One</a></h1>" + "long ".repeat(250_000));

        expectFailure(site.url("/"), RenderFailure.TOO_LARGE, "long");
    }

    protected final Mono<Page> render(URI url) {
        return renderer(properties(site.hostPort())).render(request(url));
    }

    protected final void expectFailure(URI url, RenderFailure failure, String text) {
        expectFailure(renderer(properties(site.hostPort())), url, failure, text);
    }

    private static void expectFailure(
            Renderer renderer, URI url, RenderFailure failure, String text) {
        StepVerifier.create(renderer.render(request(url)))
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(RenderFailedException.class);
                    var failed = (RenderFailedException) error;
                    assertThat(failed.failure()).as(failed.text()).isEqualTo(failure);
                    assertThat(failed.text()).contains(text);
                })
                .verify(PATIENCE);
    }

    protected static RenderRequest request(URI url) {
        return new RenderRequest(url, List.of("h1 a"), 1);
    }

    protected static RenderProperties properties(String... allowed) {
        return new RenderProperties(
                List.of(allowed), "AutomatTest/1", LIMIT, Duration.ofSeconds(20));
    }
}
