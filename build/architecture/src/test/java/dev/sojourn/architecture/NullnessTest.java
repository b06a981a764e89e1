package dev.sojourn.architecture;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Every package says of null what it means. */
class NullnessTest {

    @Test
    void everyPackageIsNullMarked() {
        var packages = House.CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(isNullMarked(each))
                        .as("package-info of %s has @NullMarked", each.getName())
                        .isTrue());
    }

    @Test
    void anUnmarkedPackageIsFound() {
        var unmarked = new ClassFileImporter()
                .withImportOption(DO_NOT_INCLUDE_TESTS)
                .importPackages("org.assertj.core.util")
                .getPackage("org.assertj.core.util");

        assertThat(isNullMarked(unmarked)).isFalse();
    }

    private static boolean isNullMarked(JavaPackage each) {
        return each.isAnnotatedWith(NullMarked.class);
    }
}
