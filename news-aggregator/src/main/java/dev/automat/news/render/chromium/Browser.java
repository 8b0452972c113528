package dev.automat.news.render.chromium;

import dev.automat.news.render.AddressGuard;
import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** A running Chromium with its profile and its way out. Starting and closing it wait. */
final class Browser implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Browser.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    /** Gives the browser its pipes as descriptors 3 and 4, where it expects them. */
    private static final String PLUMBING =
            "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>&1";

    private final Process process;
    private final Path profile;
    private final EgressProxy egress;
    private final DevToolsPipe pipe;
    private String userAgent = "";

    private Browser(Process process, Path profile, EgressProxy egress, DevToolsPipe pipe) {
        this.process = process;
        this.profile = profile;
        this.egress = egress;
        this.pipe = pipe;
    }

    /**
     * Starts a browser and waits until it answers.
     *
     * @param product how this service names itself, added to the browser's own name
     * @throws RenderFailedException when it does not
     */
    static Browser start(
            Path executable,
            boolean sandboxed,
            String product,
            AddressGuard guard,
            JsonMapper mapper,
            Deadline deadline) {
        try {
            var profile = Profiles.create();
            var egress = EgressProxy.open(guard);
            var process =
                    new ProcessBuilder(command(executable, sandboxed, profile, egress))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            var pipe =
                    new DevToolsPipe(process.getInputStream(), process.getOutputStream(), mapper);
            var browser = new Browser(process, profile, egress, pipe);
            pipe.start();
            browser.introduce(product, deadline);
            return browser;
        } catch (IOException e) {
            throw new RenderFailedException(
                    RenderFailure.RENDERER_FAILED, "Chromium could not be started", e);
        }
    }

    private static List<String> command(
            Path executable, boolean sandboxed, Path profile, EgressProxy egress) {
        var command = new ArrayList<>(List.of("sh", "-c", PLUMBING, executable.toString()));
        if (!sandboxed) {
            command.add("--no-sandbox");
        }
        command.addAll(
                List.of(
                        "--headless",
                        "--remote-debugging-pipe",
                        "--user-data-dir=" + profile,
                        "--proxy-server=" + egress.address(),
                        // Loopback too goes through the proxy, and names are resolved there only.
                        "--proxy-bypass-list=<-loopback>",
                        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
                        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
                        "--disable-quic",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-background-timer-throttling",
                        "--disable-backgrounding-occluded-windows",
                        "--disable-breakpad",
                        "--disable-component-update",
                        "--disable-default-apps",
                        "--disable-domain-reliability",
                        "--disable-extensions",
                        "--disable-renderer-backgrounding",
                        "--disable-sync",
                        "--metrics-recording-only",
                        "--mute-audio",
                        "--no-default-browser-check",
                        "--no-first-run",
                        "--password-store=basic",
                        "--use-mock-keychain",
                        "--lang=en-US"));
        return command;
    }

    private void introduce(String product, Deadline deadline) {
        try {
            var version = deadline.await(pipe.send("", "Browser.getVersion", Map.of()));
            userAgent = version.path("userAgent").asString("") + " " + product;
            log.info("{} started", version.path("product").asString("Chromium"));
        } catch (BrowserGoneException e) {
            close();
            throw new RenderFailedException(
                    RenderFailure.RENDERER_FAILED,
                    "Chromium ended at once (where the kernel refuses its sandbox,"
                            + " automat.news.chromium.sandbox=false helps)",
                    e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    boolean isAlive() {
        return process.isAlive() && pipe.isOpen();
    }

    long pid() {
        return process.pid();
    }

    String userAgent() {
        return userAgent;
    }

    DevToolsPipe pipe() {
        return pipe;
    }

    /** Why the last connection to a host failed, if it did. */
    @Nullable RenderFailedException lastConnectionFailure(String host, int port) {
        return egress.lastFailure(host, port);
    }

    /** Ends the browser: it closes when its pipe does, and is killed if it takes too long. */
    @Override
    public void close() {
        pipe.close();
        egress.close();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        Profiles.delete(profile);
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
