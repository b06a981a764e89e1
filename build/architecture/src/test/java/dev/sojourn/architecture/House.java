package dev.sojourn.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes that are built here, and the packages of each room. */
final class House {

    static final String[] CORE = {
        "dev.sojourn.http..", "dev.sojourn.event..", "dev.sojourn.session..", "dev.sojourn.protect.."
    };
    static final String[] LOGIN = {"dev.sojourn.login.."};
    static final String[] WEB = {"dev.sojourn.web.."};
    static final String[] STORES = {"dev.sojourn.store.."};
    static final String[] SERVLET = {"dev.sojourn.servlet.."};
    static final String[] JAVALIN = {"dev.sojourn.javalin.."};
    static final String[] JDKHTTP = {"dev.sojourn.jdkhttp.."};
    static final String[] TESTKIT = {"dev.sojourn.testkit.."};
    static final String[] DEMO = {"dev.sojourn.demo.."};

    /** Everything that is published, and the demo; no tests. */
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sojourn");

    private House() {}
}
