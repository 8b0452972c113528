package dev.automat.news.render.chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.news.render.AddressGuard;
import dev.automat.news.render.LoopbackSite;
import dev.automat.news.render.Page;
import dev.automat.news.render.RenderProperties;
import dev.automat.news.render.Renderer;
import dev.automat.news.render.RendererContract;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

/** Runs where a Chromium is installed; where the environment says CI, one must be. */
class ChromiumRendererIT extends RendererContract {

    private static final String DRAWN_BY_SCRIPT =
            """
            <!doctype html><body><main id="list">Loading…</main><img src="/picture.png"><script>
              fetch("/headlines.json").then((answer) => answer.json()).then((titles) => {
                document.getElementById("list").innerHTML = titles
                  .map((title, i) => `<h1><a href="/story/${i}">${title}</a></h1>`).join("");
              });
            </script>
            """;

    private final List<ChromiumRenderer> opened = new ArrayList<>();
    private Duration idle = Duration.ofSeconds(30);

    /** Long enough for a cold start on a busy machine. */
    private Duration timeout = Duration.ofSeconds(60);

    /** Long enough for scripts on a busy machine. */
    private Duration patience = Duration.ofSeconds(15);

    @BeforeAll
    static void findChromium() {
        boolean isInstalled = ChromiumExecutable.find(null).isPresent();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(isInstalled).as("Chromium is installed").isTrue();
        }
        assumeTrue(isInstalled, "Chromium is not installed");
    }

    @AfterEach
    void closeBrowsers() {
        opened.forEach(ChromiumRenderer::stop);
    }

    @Override
    protected Renderer renderer(RenderProperties properties) {
        return chromium(properties);
    }

    @Override
    protected Renderer impatientRenderer(RenderProperties properties) {
        timeout = Duration.ofSeconds(3);
        return chromium(properties);
    }

    private ChromiumRenderer chromium(RenderProperties properties) {
        var renderer =
                new ChromiumRenderer(
                        new ChromiumProperties(null, null, 4, idle, timeout, patience),
                        properties,
                        new AddressGuard(properties),
                        new JsonMapper());
        renderer.start();
        opened.add(renderer);
        return renderer;
    }

    @Test
    void waitsForHeadlinesThatScriptsDraw() {
        site.page("/", DRAWN_BY_SCRIPT).on("/headlines.json", slowly("[\"One\",\"Two\"]"));

        assertThat(rendered(chromium(properties(site.hostPort())), site.url("/")).html())
                .contains("<h1><a href=\"/story/1\">Two</a></h1>");
        assertThat(site.requests()).doesNotContain("/picture.png");
    }

    @Test
    void opensShadowRoots() {
        site.page(
                "/",
                """
                <news-list></news-list><script>
                  customElements.define("news-list", class extends HTMLElement {
                    connectedCallback() {
                      this.attachShadow({ mode: "open" }).innerHTML =
                        "<h1><a href='/deep'>Deep</a></h1>";
                    }
                  });
                </script>
                """);

        assertThat(rendered(chromium(properties(site.hostPort())), site.url("/")).html())
                .contains("shadowrootmode=\"open\"")
                .contains(">Deep</a>");
    }

    @Test
    void followsAScriptToAnotherPage() {
        site.page("/a", "<script>setTimeout(() => location.href = '/b', 200)</script>")
                .page("/b", "<h1><a href='/1'>There</a></h1>");

        var page = rendered(chromium(properties(site.hostPort())), site.url("/a"));

        assertThat(page.url()).isEqualTo(site.url("/b"));
        assertThat(page.html()).contains("There");
    }

    @Test
    void keepsScriptsFromBlockedAddresses() {
        site.page("/", reachingOut());

        assertThat(rendered(chromium(properties(site.hostPort())), site.url("/")).html())
                .contains("Over");
        assertThat(hidden.requests()).isEmpty();
    }

    @Test
    void letsScriptsReachAllowedHosts() {
        site.page("/", reachingOut());

        var properties = properties(site.hostPort(), hidden.hostPort());

        assertThat(rendered(chromium(properties), site.url("/")).html()).contains("Over");
        assertThat(hidden.requests()).contains("/fetch", "/socket", "/worker");
    }

    private String reachingOut() {
        return """
        <iframe src="HIDDEN/frame"></iframe><script>
          open("HIDDEN/window");
          const socket = new WebSocket("HIDDEN/socket".replace("http", "ws"));
          const worker = new Worker(URL.createObjectURL(new Blob([
            "fetch('HIDDEN/worker', { mode: 'no-cors' }).finally(() => postMessage('done'))"])));
          Promise.allSettled([
            new Promise((done) => { socket.onopen = socket.onerror = done; }),
            new Promise((done) => { worker.onmessage = done; }),
            fetch("HIDDEN/fetch", { mode: "no-cors" }),
          ]).then(() => document.body.insertAdjacentHTML("beforeend",
            "<h1><a href='/1'>Over</a></h1>"));
        </script>
        """
                .replace("HIDDEN", hidden.url("").toString());
    }

    @Test
    void isNotHeldUpByDialogs() {
        site.page(
                "/",
                "<script>alert('Stop!'); document.write('<h1><a href=/1>On</a></h1>')</script>");

        assertThat(rendered(chromium(properties(site.hostPort())), site.url("/")).html())
                .contains(">On</a>");
    }

    @Test
    void returnsThePageWithoutHeadlinesWhenNoneAppear() {
        site.page("/", "<p>Quiet day</p>");
        patience = Duration.ofSeconds(3);

        assertThat(rendered(chromium(properties(site.hostPort())), site.url("/")).html())
                .contains("Quiet day");
    }

    @Test
    void sharesOneBrowserAndNothingElseBetweenPages() {
        site.page(
                "/",
                """
                <h1><a href="/1"></a></h1><script>
                  document.querySelector("a").textContent =
                    "cookies:" + document.cookie + localStorage.length;
                  document.cookie = "seen=1";
                  localStorage.setItem("seen", "1");
                </script>
                """);
        var renderer = chromium(properties(site.hostPort()));

        var pages = Flux.range(0, 6).flatMap(_ -> renderer.render(request(site.url("/"))), 6);

        StepVerifier.create(pages.map(Page::html).collectList())
                .assertNext(all ->
                        assertThat(all)
                                .hasSize(6)
                                .allSatisfy(html -> assertThat(html).contains(">cookies:0</a>")))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void startsAnotherBrowserWhenOneDies() throws Exception {
        site.page("/", "<h1><a href='/1'>Alive</a></h1>");
        var renderer = chromium(properties(site.hostPort()));
        var _ = rendered(renderer, site.url("/"));
        var first = browser(renderer);
        first.destroyForcibly();
        first.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(rendered(renderer, site.url("/")).html()).contains("Alive");
        assertThat(browser(renderer).pid()).isNotEqualTo(first.pid());
    }

    @Test
    void closesAnIdleBrowserAndItsDirectory() throws Exception {
        site.page("/", "<h1><a href='/1'>One</a></h1>");
        idle = Duration.ofMillis(100);
        var renderer = chromium(properties(site.hostPort()));
        var _ = rendered(renderer, site.url("/"));
        var browser = renderer.browserPid();

        if (browser != null) {
            var gone = ProcessHandle.of(browser).map(ProcessHandle::onExit);
            if (gone.isPresent()) {
                gone.get().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
        renderer.stop();

        assertThat(renderer.browserPid()).isNull();
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name ->
                            name.startsWith(
                                    "automat-chromium-" + ProcessHandle.current().pid() + "-"));
        }
    }

    @Test
    void isUnavailableWithoutAProgram() {
        assertThat(ChromiumExecutable.find("")).isEmpty();
        assertThat(ChromiumExecutable.find("no-such-browser")).isEmpty();
    }

    private static Page rendered(ChromiumRenderer renderer, URI url) {
        @Nullable Page page = renderer.render(request(url)).block(PATIENCE);
        assertThat(page).isNotNull();
        return page;
    }

    private static ProcessHandle browser(ChromiumRenderer renderer) {
        var pid = renderer.browserPid();
        assertThat(pid).isNotNull();
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** Answers in two parts, so that a script that draws what it has would be caught drawing. */
    private static LoopbackSite.Answer slowly(String json) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(json.substring(0, 3).getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.getResponseBody().write(json.substring(3).getBytes(StandardCharsets.UTF_8));
        };
    }
}
