/// Where the resident memory of a process is, told from outside: any JVM, with or without Freehold
/// in it.
@org.jspecify.annotations.NullMarked
module dev.freehold.inspect {
  requires static transitive org.jspecify;
  requires transitive dev.freehold.lab;
  requires jdk.attach;

  exports dev.freehold.inspect;
}
