package dev.automat.metrics;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** The whole collector on free ports, without a report of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "automat.metrics.sub.port=0",
            "automat.metrics.pull.port=0",
            "automat.metrics.archive.enabled=false",
            "automat.metrics.feed.heartbeat=1s",
            "automat.metrics.feed.patience=5m",
            "automat.metrics.otlp.body-timeout=1m",
            "automat.reporter.enabled=false"
        })
public @interface CollectorTest {}
