package dev.automat.test;

import org.junit.jupiter.api.Test;

class TestSupportArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkLibrary("dev.automat.test");
    }
}
