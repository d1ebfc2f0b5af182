/// Benchmarks against the real peers. Run from the class path, as JMH's forks are.
@org.jspecify.annotations.NullMarked
open module dev.freehold.bench {
  requires static org.jspecify;
  requires dev.freehold.lab;
  requires io.netty.buffer;
  requires java.desktop;
  requires java.management;
  requires jmh.core;
  requires xchart;
}
