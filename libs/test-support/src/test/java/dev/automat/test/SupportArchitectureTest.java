package dev.automat.test;

import org.junit.jupiter.api.Test;

class SupportArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkLibrary("dev.automat.test");
    }
}
