package dev.sojourn.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** No two packages need each other, not even in a round-about way. Every package counts by itself, also inside another. */
class CircleTest {

    private static final ArchRule NO_CIRCLES =
            slices().matching("dev.sojourn.(**)").should().beFreeOfCycles();

    @Test
    void noPackagesFormACircle() {
        NO_CIRCLES.check(House.CLASSES);
    }

    @Test
    void aPlantedCircleIsFound() {
        JavaClasses planted = new ClassFileImporter().importPackages("dev.sojourn.architecture.circle");

        assertThat(planted).hasSizeGreaterThanOrEqualTo(2);
        assertThatThrownBy(() -> NO_CIRCLES.check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
    }
}
