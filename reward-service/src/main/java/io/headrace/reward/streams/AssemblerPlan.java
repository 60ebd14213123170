package io.headrace.reward.streams;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.reward.assembly.AssemblyRules;

/**
 * What an assembler is made of.
 *
 * @param run the run
 * @param rules how groups are assembled
 * @param codec the events' encoding
 * @param figures where it counts
 * @param maxEventBytes largest event it may write; a larger group is dropped with this reason
 */
public record AssemblerPlan(
    String run,
    AssemblyRules rules,
    EventCodec codec,
    AssemblerFigures figures,
    int maxEventBytes) {}
