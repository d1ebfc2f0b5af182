/// Static plans.
package dev.freehold.plan;
