package dev.automat.web.launcher;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Ends this service when the process that started it is gone, so that no orphan keeps a port. */
final class LauncherWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LauncherWatch.class);

    private final long pid;
    private final ConfigurableApplicationContext context;
    private volatile boolean running;

    LauncherWatch(long pid, ConfigurableApplicationContext context) {
        this.pid = pid;
        this.context = context;
    }

    @Override
    public void start() {
        running = true;
        var gone =
                ProcessHandle.of(pid)
                        .map(ProcessHandle::onExit)
                        .orElseGet(() -> CompletableFuture.completedFuture(null));
        var _ = gone.thenRun(this::exit);
    }

    private void exit() {
        if (running) {
            log.info("Launcher {} is gone, so this service ends", pid);
            // The shutdown runs on a thread of its own: onExit's must stay free for other
            // processes.
            Thread.ofPlatform()
                    .name("launcher-gone")
                    .start(() -> System.exit(SpringApplication.exit(context)));
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
