package dev.freehold.inspect;

import dev.freehold.os.Cgroup;
import dev.freehold.os.MemoryStalls;
import java.util.Optional;

/// What a watched process and its machine looked like at one time.
///
/// @param rssBytes resident, now
/// @param explanation where it is; older than `rssBytes` where reading it takes long
/// @param stalls of its control group or else of the machine, empty where the kernel does not say
/// @param group the control group that limits the process
public record Moment(
    long rssBytes, Explanation explanation, Optional<MemoryStalls> stalls, Cgroup group) {}
