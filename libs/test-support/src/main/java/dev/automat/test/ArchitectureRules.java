package dev.automat.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rules of the style guide that bytecode can show. Every module has one test that calls {@link
 * #checkService} or {@link #checkLibrary} with its root package.
 */
public final class ArchitectureRules {

    private static final Set<String> BANNED_SUFFIXES =
            Set.of("Manager", "Helper", "Util", "Utils", "Impl", "Base", "Info", "Data", "DTO");
    private static final Set<String> BANNED_PACKAGES =
            Set.of("util", "utils", "common", "impl", "controller", "service", "dto");
    private static final Set<String> BLOCKING =
            Set.of("block", "blockFirst", "blockLast", "blockOptional", "toIterable", "toStream");

    private ArchitectureRules() {}

    /**
     * Checks an application: all of {@link #checkLibrary} and that a public type is used by another
     * package.
     */
    public static void checkService(String rootPackage) {
        var classes = production(rootPackage);
        general(rootPackage).forEach(rule -> rule.check(classes));
        publicTypesAreUsedByAnotherPackage().check(classes);
    }

    /** Checks a library, whose public types are its users'. */
    public static void checkLibrary(String rootPackage) {
        var classes = production(rootPackage);
        general(rootPackage).forEach(rule -> rule.check(classes));
    }

    private static JavaClasses production(String rootPackage) {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(new ImportOption.DoNotIncludeJars())
                .importPackages(rootPackage);
    }

    private static List<ArchRule> general(String rootPackage) {
        return List.of(
                noCycles(rootPackage + ".(*).."),
                noCycles(rootPackage + ".(**)"),
                names(),
                packages(),
                finalUnlessDesignedForInheritance(),
                noStaticMutableState(),
                neverBlocks(),
                noSystemOutOutsideTheCommandLine());
    }

    private static ArchRule noCycles(String packages) {
        // A library may be one package, without a slice to check.
        return slices().matching(packages).should().beFreeOfCycles().allowEmptyShould(true);
    }

    private static ArchRule names() {
        return noClasses()
                .should(haveASimpleNameEndingIn(BANNED_SUFFIXES))
                .because("a name says what sets a type apart")
                .allowEmptyShould(true);
    }

    private static ArchRule packages() {
        return noClasses()
                .should(
                        condition(
                                "reside in a package named for a layer",
                                type ->
                                        List.of(type.getPackageName().split("\\.")).stream()
                                                .anyMatch(BANNED_PACKAGES::contains)))
                .because("packages are named for the feature they hold")
                .allowEmptyShould(true);
    }

    private static ArchRule finalUnlessDesignedForInheritance() {
        return classes()
                .that(
                        predicate(
                                "are plain classes",
                                type ->
                                        !type.isInterface()
                                                && !type.isEnum()
                                                && !type.isRecord()
                                                && !type.isAnonymousClass()
                                                && !type.isMetaAnnotatedWith(
                                                        "org.springframework.context.annotation.Configuration")
                                                && !type.getModifiers()
                                                        .contains(JavaModifier.ABSTRACT)
                                                && type.getSubclasses().isEmpty()))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("a class is final unless designed to be extended")
                .allowEmptyShould(true);
    }

    private static ArchRule noStaticMutableState() {
        return fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .allowEmptyShould(true);
    }

    private static ArchRule neverBlocks() {
        return noClasses()
                .should()
                .callMethodWhere(
                        callOf(
                                "a blocking operator of Reactor",
                                call ->
                                        call.getTargetOwner()
                                                        .getPackageName()
                                                        .startsWith("reactor.core.publisher")
                                                && BLOCKING.contains(call.getName())))
                .orShould()
                .callMethodWhere(
                        callOf(
                                "Thread.sleep",
                                call ->
                                        call.getTargetOwner().isEquivalentTo(Thread.class)
                                                && call.getName().equals("sleep")))
                .because("an event loop that waits serves nobody")
                .allowEmptyShould(true);
    }

    private static ArchRule noSystemOutOutsideTheCommandLine() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("dev.automat.cli..", "dev.automat.bench..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .allowEmptyShould(true);
    }

    private static ArchRule publicTypesAreUsedByAnotherPackage() {
        return classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and()
                .areNotAnnotatedWith("org.springframework.boot.autoconfigure.SpringBootApplication")
                .should(beUsedByAnotherPackage())
                .because("types are package-private by default")
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> beUsedByAnotherPackage() {
        return new ArchCondition<>("be used by another package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean used =
                        type.getDirectDependenciesToSelf().stream()
                                .map(dependency -> dependency.getOriginClass().getPackageName())
                                .anyMatch(origin -> !origin.equals(type.getPackageName()));
                if (!used) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    type,
                                    type.getName() + " is public, yet no other package uses it"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> haveASimpleNameEndingIn(Set<String> suffixes) {
        return condition(
                "have a simple name ending in one of " + suffixes,
                type -> suffixes.stream().anyMatch(type.getSimpleName()::endsWith));
    }

    private static ArchCondition<JavaClass> condition(
            String description, Predicate<JavaClass> test) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(
                        new SimpleConditionEvent(
                                type, test.test(type), type.getName() + " " + description));
            }
        };
    }

    private static DescribedPredicate<JavaClass> predicate(
            String description, Predicate<JavaClass> test) {
        return DescribedPredicate.describe(description, test);
    }

    private static DescribedPredicate<JavaMethodCall> callOf(
            String description, Predicate<JavaMethodCall> test) {
        return DescribedPredicate.describe(description, test);
    }
}
