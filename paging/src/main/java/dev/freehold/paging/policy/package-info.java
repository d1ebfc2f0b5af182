/// Replacement policies: which pages stay in memory when not all of them fit.
package dev.freehold.paging.policy;
