/// The `freehold` command.
@org.jspecify.annotations.NullMarked
module dev.freehold.cli {
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires dev.freehold.inspect;
  requires dev.freehold.lab;
  requires dev.freehold.paging;
  requires dev.freehold.plan;
  requires dev.freehold.profile;
  requires info.picocli;

  uses dev.freehold.lab.pages.PageEngine;

  opens dev.freehold.cli to
      info.picocli;
}
