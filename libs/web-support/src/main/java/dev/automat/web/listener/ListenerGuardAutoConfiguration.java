package dev.automat.web.listener;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Guards the HTTP listener of every service and offers the guard to its other listeners. */
@AutoConfiguration
class ListenerGuardAutoConfiguration {

    @Bean
    ListenerGuard listenerGuard(@Value("${automat.security.open:false}") boolean open) {
        return new ListenerGuard(open);
    }

    @Bean
    SmartInitializingSingleton httpListenerGuard(
            ListenerGuard guard, @Value("${server.address:}") String address) {
        return () -> guard.permit("server.address", address);
    }
}
