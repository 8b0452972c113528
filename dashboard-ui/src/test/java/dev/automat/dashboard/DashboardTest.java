package dev.automat.dashboard;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/** The whole dashboard on a free port, in front of fakes, without a report of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "automat.reporter.enabled=false",
            "automat.dashboard.gateway.patience=10s",
            "automat.dashboard.gateway.max-body-size=16KB"
        })
@ContextConfiguration(initializers = FakeSuite.Addresses.class)
public @interface DashboardTest {}
