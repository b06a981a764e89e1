package dev.sojourn.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room may see which: core sees nobody, stores see core, doors see the web, and nobody looks back. */
class ArrowsTest {

    @Test
    void coreSeesNobody() {
        onlySees(House.CORE);
    }

    @Test
    void coreLoginAndWebKnowNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(all(House.CORE, House.LOGIN, House.WEB))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "javax.servlet..", "io.javalin..", "org.eclipse.jetty..", "com.sun..")
                .check(House.CLASSES);
    }

    @Test
    void storesSeeOnlyCore() {
        onlySees(House.STORES, House.CORE);
    }

    @Test
    void noStoreSeesAnother() {
        slices().matching("dev.sojourn.store.(*)..")
                .should()
                .notDependOnEachOther()
                .check(House.CLASSES);
    }

    @Test
    void loginSeesOnlyCore() {
        onlySees(House.LOGIN, House.CORE);
    }

    @Test
    void webSeesLoginAndCore() {
        onlySees(House.WEB, House.LOGIN, House.CORE);
    }

    @Test
    void theServletDoorSeesWebAndWhatIsBelow() {
        onlySees(House.SERVLET, House.WEB, House.LOGIN, House.CORE);
    }

    @Test
    void theJavalinDoorStandsOnTheServletDoor() {
        onlySees(House.JAVALIN, House.SERVLET, House.WEB, House.LOGIN, House.CORE);
    }

    @Test
    void theJdkDoorSeesWebAndWhatIsBelow() {
        onlySees(House.JDKHTTP, House.WEB, House.LOGIN, House.CORE);
    }

    @Test
    void theTestkitKnowsNoDoorAndNoStoreByName() {
        onlySees(House.TESTKIT, House.WEB, House.LOGIN, House.CORE);
    }

    @Test
    void everyClassLivesInARoom() {
        String[] rooms = all(
                House.CORE,
                House.LOGIN,
                House.WEB,
                House.STORES,
                House.SERVLET,
                House.JAVALIN,
                House.JDKHTTP,
                House.TESTKIT,
                House.DEMO);

        classes().should().resideInAnyPackage(rooms).check(House.CLASSES);
        assertThat(House.CLASSES).hasSizeGreaterThan(20);
    }

    private static void onlySees(String[] room, String[]... others) {
        DescribedPredicate<JavaClass> ours = JavaClass.Predicates.resideInAPackage("dev.sojourn..");
        DescribedPredicate<JavaClass> allowed = JavaClass.Predicates.resideInAnyPackage(
                Stream.concat(Stream.of(room), Arrays.stream(others).flatMap(Arrays::stream))
                        .toArray(String[]::new));
        noClasses()
                .that()
                .resideInAnyPackage(room)
                .should()
                .dependOnClassesThat(ours.and(DescribedPredicate.not(allowed)))
                .check(House.CLASSES);
    }

    private static String[] all(String[]... rooms) {
        return Arrays.stream(rooms).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
