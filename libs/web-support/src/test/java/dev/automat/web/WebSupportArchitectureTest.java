package dev.automat.web;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class WebSupportArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkLibrary("dev.automat.web");
    }
}
