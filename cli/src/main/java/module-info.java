/// The `freehold` command.
@org.jspecify.annotations.NullMarked
module dev.freehold.cli {
  requires static org.jspecify;
  requires dev.freehold.lab;
  requires info.picocli;

  opens dev.freehold.cli to
      info.picocli;
}
