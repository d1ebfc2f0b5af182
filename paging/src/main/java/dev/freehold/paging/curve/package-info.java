/// Miss-ratio curves: how often a workload misses, by the memory it is given.
///
/// ```java
/// MissRatioCurve lru = StackDistances.curve(requests);
/// int knee = lru.knee();                       // where more memory begins to buy little
/// OptionalInt frames = lru.framesFor(0.05);    // what 5 % of misses cost
/// ```
///
/// | curve of | exact | from a sample |
/// |---|---|---|
/// | LRU | [StackDistances] | [Shards] |
/// | any policy | a replay for each size | [MiniatureSimulation] |
/// | the working set | [WorkingSetCurve] | |
package dev.freehold.paging.curve;
