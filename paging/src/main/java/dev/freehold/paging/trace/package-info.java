/// Page traces as they are recorded: which page was requested, in order.
package dev.freehold.paging.trace;
