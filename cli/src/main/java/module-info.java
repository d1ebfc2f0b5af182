/// The `freehold` command.
@org.jspecify.annotations.NullMarked
module dev.freehold.cli {
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires dev.freehold.lab;
  requires info.picocli;

  opens dev.freehold.cli to
      info.picocli;
}
