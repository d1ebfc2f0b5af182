/// What a test of an allocator, or of a program that uses one, needs.
package dev.freehold.testkit;
