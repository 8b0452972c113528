package dev.automat.zmtp;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ZmtpArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkLibrary("dev.automat.zmtp");
    }
}
