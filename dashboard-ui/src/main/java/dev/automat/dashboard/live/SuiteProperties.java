package dev.automat.dashboard.live;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What makes up the suite.
 *
 * @param instances the processes whose health is asked every second; application.yml lists those of
 *     a suite on one machine
 */
@ConfigurationProperties("automat.dashboard")
record SuiteProperties(@DefaultValue List<Instance> instances) {

    SuiteProperties {
        instances = List.copyOf(instances);
        var names = instances.stream().map(Instance::name).distinct().count();
        if (names < instances.size()) {
            throw new IllegalArgumentException(
                    "automat.dashboard.instances: two instances share a name");
        }
    }
}
