/// Code that is defined more than once, so that each copy is compiled for what it meets.
package dev.freehold.lab.code;
