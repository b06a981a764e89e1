package dev.sojourn.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What nobody in this house uses, and why. Each ban is held against the house, and against an offender that it must find. */
class BansTest {

    /** A ban in words, and the planted class that breaks it. */
    private record Ban(String words, ArchRule rule, Class<?> offender) {}

    private static final List<Ban> BANS = List.of(
            new Ban(
                    "no Java serialization: reading it runs code of the sender's choice",
                    noClasses()
                            .should()
                            .dependOnClassesThat(belongToAnyOf(
                                    ObjectInputStream.class, ObjectOutputStream.class, Externalizable.class)),
                    Offenders.Thaws.class),
            new Ban(
                    "nothing declares itself Serializable: it would promise a stored form; exceptions only inherit it",
                    noClasses().should().dependOnClassesThat(belongToAnyOf(Serializable.class)),
                    Offenders.Freezes.class),
            new Ban(
                    "no guessable random numbers: SecureRandom is quick enough; only an exam may want to repeat itself",
                    noClasses()
                            .that()
                            .resideOutsideOfPackages(House.TESTKIT)
                            .should()
                            .dependOnClassesThat(belongToAnyOf(
                                    Random.class,
                                    ThreadLocalRandom.class,
                                    SplittableRandom.class,
                                    RandomGenerator.class)),
                    Offenders.Guesses.class),
            new Ban(
                    "no Math.random either",
                    noClasses().should().callMethod(Math.class, "random"),
                    Offenders.Rolls.class),
            new Ban(
                    "time comes from a Clock: Instant.now() cannot be moved by a test",
                    noClasses().should().callMethod(Instant.class, "now"),
                    Offenders.LooksAtTheWall.class),
            new Ban(
                    "time comes from a Clock: neither from System.currentTimeMillis()",
                    noClasses().should().callMethod(System.class, "currentTimeMillis"),
                    Offenders.CountsMillis.class),
            new Ban(
                    "time comes from a Clock: nor from a Date",
                    noClasses().should().callConstructor(Date.class),
                    Offenders.Dates.class),
            new Ban(
                    "nobody sleeps: wait for what you wait for",
                    noClasses().should().callMethod(Thread.class, "sleep", long.class),
                    Offenders.Sleeps.class),
            new Ban(
                    "no ThreadLocal: wasted on virtual threads, and state nobody sees",
                    noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class),
                    Offenders.Hoards.class),
            new Ban(
                    "no ServiceLoader: everything is constructed by name",
                    noClasses().should().dependOnClassesThat(belongToAnyOf(ServiceLoader.class)),
                    Offenders.Conjures.class));

    @TestFactory
    Stream<DynamicTest> theHouseKeepsEveryBan() {
        return BANS.stream()
                .map(ban ->
                        DynamicTest.dynamicTest(ban.words(), () -> ban.rule().check(House.CLASSES)));
    }

    @TestFactory
    Stream<DynamicTest> everyBanFindsItsOffender() {
        return BANS.stream()
                .map(ban -> DynamicTest.dynamicTest(ban.words(), () -> {
                    JavaClasses offender = new ClassFileImporter().importClasses(ban.offender());
                    assertThatThrownBy(() -> ban.rule().check(offender)).isInstanceOf(AssertionError.class);
                }));
    }
}
