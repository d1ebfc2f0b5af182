package dev.freehold;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freehold");

  @Test
  void packagesDependDownwards() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.freehold..")
        .layer("os")
        .definedBy("dev.freehold.os")
        .layer("region")
        .definedBy("dev.freehold.region")
        .layer("alloc")
        .definedBy("dev.freehold.alloc")
        .layer("track")
        .definedBy("dev.freehold.track")
        .layer("guard")
        .definedBy("dev.freehold.guard")
        .optionalLayer("freehold")
        .definedBy("dev.freehold")
        .whereLayer("region")
        .mayOnlyBeAccessedByLayers("alloc", "guard", "freehold")
        .whereLayer("alloc")
        .mayOnlyBeAccessedByLayers("guard", "freehold")
        .whereLayer("track")
        .mayOnlyBeAccessedByLayers("guard", "freehold")
        .whereLayer("guard")
        .mayOnlyBeAccessedByLayers("freehold")
        .whereLayer("freehold")
        .mayNotBeAccessedByAnyLayer()
        .check(CORE);
  }

  @Test
  void restrictedCallsAreInOsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freehold.os")
        .should()
        .callMethodWhere(
            target(
                    nameMatching(
                        "reinterpret|nativeLinker|downcallHandle|upcallStub|libraryLookup|load|loadLibrary"))
                .and(
                    target(
                        owner(
                            resideInAPackage("java.lang.foreign")
                                .or(resideInAPackage("java.lang"))))))
        .check(CORE);
  }

  @Test
  void nothingButTheJdkIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("dev.freehold..", "java..", "jdk.jfr..", "org.jspecify..")
        .check(CORE);
  }
}
