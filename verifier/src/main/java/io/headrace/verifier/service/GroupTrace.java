package io.headrace.verifier.service;

import io.headrace.verifier.scoring.GroupMember;

/** A trace that a group scorer scores together with its group, without its tokens. */
record GroupTrace(TraceReference reference, GroupMember member) {}
