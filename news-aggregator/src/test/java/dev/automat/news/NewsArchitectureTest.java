package dev.automat.news;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class NewsArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkService("dev.automat.news");
    }
}
